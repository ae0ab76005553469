variable "REGISTRY" {
  default = "example.com"
}
variable "VERSIONS" {
  default = ["3.12", "3.13"]
}
variable "DEBUG" {
  type = bool
  default = false
}
function "tag" {
  params = [name, version]
  result = ["${REGISTRY}/${name}:${version}"]
}
function "slug" {
  params = [text]
  result = replace(lower(text), ".", "-")
}
target "python" {
  name = "python-${slug(version)}-${item.flavor}"
  matrix = {
    version = VERSIONS
    item = [
      { flavor = "slim", base = "debian" },
      { flavor = "alpine", base = "alpine" },
    ]
  }
  context = "python"
  dockerfile = equal(item.base, "alpine") ? "alpine.Dockerfile" : "Dockerfile"
  target = DEBUG ? "debug" : "final"
  args = {
    VERSION = version
    BASE = item.base
    TAGS = join(",", tag("python", version))
    COUNT = length(VERSIONS) + 1
  }
  tags = tag("python", version)
}
group "default" {
  targets = ["python"]
}
