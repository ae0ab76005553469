variable "VARIANT" { default = "full" }
target "app" {
  target = "local"
  args = { B = "2" }
}
target "extra" {
  context = "https://github.com/example/tool.git#main"
}
