variable "TAG" { default = "dev" }
variable "IMAGE" { default = "app-${TAG}" }
variable "RELEASE" { default = null }
locals_are_attributes = "base"

target "base" {
  context = "./src"
  args = { A = "base", IMAGE = IMAGE }
  contexts = {
    assets = "./assets"
    alpine = "docker-image://alpine:3.22"
  }
}
target "left" {
  inherits = ["base"]
  args = { A = "left", LEFT = upper(TAG) }
  target = "left"
}
target "right" {
  inherits = ["base"]
  dockerfile = "right.Dockerfile"
  args = { A = "right" }
  contexts = { assets = "target:left" }
}
target "both" {
  inherits = ["left", "right"]
  args = {
    OWN = RELEASE != null ? RELEASE : "none"
    SECOND = target.left.args.LEFT
  }
}
group "default" { targets = ["both", "left"] }
