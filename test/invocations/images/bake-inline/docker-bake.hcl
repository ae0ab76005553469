variable "ALPINE" {
  default = "3.22"
}
target "default" {
  dockerfile-inline = <<EOT
FROM alpine:${ALPINE}
RUN echo $${HOME} $HOME \
    && true
EOT
}
target "indented" {
  context = "tools"
  dockerfile-inline = <<-EOT
    FROM scratch

      # deeper
    COPY . /
  EOT
}
target "quoted" {
  dockerfile-inline = "FROM scratch\nCOPY . /\n"
}
group "all" {
  targets = ["default", "indented", "quoted"]
}
