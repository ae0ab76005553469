variable "GITHUB_SHA" { default = "" }
variable "PLATFORMS" { default = "linux/amd64,linux/arm64" }
variable "SERVICES" { default = ["api", "worker"] }
variable "CONFIG" {
  default = {
    api = { port = 80, dir = "cmd/api" }
    worker = { port = 90, dir = "cmd/worker" }
  }
}
target "service" {
  matrix = { tgt = SERVICES }
  name = tgt
  context = CONFIG[tgt].dir
  dockerfile = "../../Dockerfile"
  target = "%{ if tgt == "api" }server%{ else }job%{ endif }"
  args = {
    SHA = GITHUB_SHA != "" ? substr(GITHUB_SHA, 0, 7) : "unknown"
    PORT = "${CONFIG[tgt].port}"
    FIRST = split(",", PLATFORMS)[0]
    ALL = join(" ", [for s in SERVICES : upper(s) if s != "api"])
    SOME = contains(SERVICES, tgt) && !notequal("a", "a") ? trimprefix("v1", "v") : coalesce("", "x")
    MATH = (2 + 3) * 4 % 7 - -1
  }
}
group "default" { targets = ["service"] }
