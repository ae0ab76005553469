variable "VARIANT" { default = "slim" }
group "default" { targets = ["app"] }
target "app" {
  dockerfile = "Dockerfile.${VARIANT}"
  args = { A = "1", B = "1" }
}
