group "default" {
  targets = ["services", "tools"]
}
group "services" {
  targets = ["api", "web"]
}
group "tools" {
  targets = ["cli"]
}
target "_common" {
  args = {
    GO_VERSION = "1.25"
    BUILDKIT_CONTEXT_KEEP_GIT_DIR = 1
  }
}
target "api" {
  inherits = ["_common"]
  dockerfile = "api/Dockerfile"
  target = "release"
}
target "web" {
  inherits = ["_common"]
  context = "web"
  args = { GO_VERSION = null, NODE_VERSION = "24" }
}
target "cli" {
  inherits = ["api"]
  target = "cli"
  args = {
    CGO = false
  }
}
target "lint" {
  context = "hack"
}
