/**
 * As whom containers of well-known images run, where no USER of one's own says otherwise.
 *
 * Read in the images' own repositories (last USER, 2026-11): haproxy, memcached, sonarqube, jenkins/jenkins, jetty, solr,
 * nginx-unprivileged, groovy, gradle, odoo, open-liberty, micromamba, cimg, selenium, varnish, spark, and nodejs and python of s2i.
 * All other rows are common knowledge of these images that nobody looked up for this table; their `source` says where to do so.
 * Only what is certain: an image or tag that is not listed has no known user.
 */
export interface ImageUser {
  /** Names as people write them, without a mirror's prefix; `*` at the end stands for any rest. */
  readonly names: readonly string[];
  /** Which tags it holds for; all without it. An image without tag has the tag `latest`. */
  readonly tags?: RegExp;
  /** `entrypoint`: it starts as root and its own entrypoint changes to another user. */
  readonly runsAs: "root" | "user" | "entrypoint";
  /** Where it can be read; whether somebody did, the comment at the top says. */
  readonly source: string;
}

const names = (text: string): string[] => text.split(/\s+/);

/** The first row that fits decides. */
export const imageUsers: readonly ImageUser[] = [
  {
    names: names("gcr.io/distroless/*"),
    tags: /^(?:debug-)?nonroot\b/,
    runsAs: "user",
    source: "GoogleContainerTools/distroless README.md",
  },
  {
    names: names("gcr.io/distroless/*"),
    runsAs: "root",
    source: "GoogleContainerTools/distroless README.md",
  },
  {
    names: names("mcr.microsoft.com/dotnet/*"),
    tags: /chiseled|distroless/,
    runsAs: "user",
    source: "dotnet/dotnet-docker documentation/distroless.md",
  },
  {
    names: names(
      `mcr.microsoft.com/dotnet/sdk mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime
       mcr.microsoft.com/dotnet/runtime-deps mcr.microsoft.com/dotnet/nightly/sdk mcr.microsoft.com/dotnet/nightly/aspnet
       mcr.microsoft.com/dotnet/nightly/runtime mcr.microsoft.com/dotnet/nightly/runtime-deps`,
    ),
    runsAs: "root",
    source: "dotnet/dotnet-docker src/*/Dockerfile",
  },
  {
    names: names(
      `cgr.dev/chainguard/static cgr.dev/chainguard/glibc-dynamic cgr.dev/chainguard/nginx cgr.dev/chainguard/node
       cgr.dev/chainguard/python cgr.dev/chainguard/jre`,
    ),
    runsAs: "user",
    source: "images.chainguard.dev, specifications of the images",
  },
  { names: names("cgr.dev/chainguard/wolfi-base"), runsAs: "root", source: "images.chainguard.dev" },
  {
    names: ["registry.access.redhat.com/", "registry.redhat.io/"].flatMap((registry) =>
      ["ubi8", "ubi9", "ubi10"].flatMap((ubi) =>
        [
          "nodejs-*",
          "python-*",
          "ruby-*",
          "php-*",
          "perl-*",
          "openjdk-*",
          "go-toolset",
          "nginx-*",
          "httpd-*",
        ].map((image) => `${registry}${ubi}/${image}`),
      ),
    ),
    runsAs: "user",
    source: "sclorg/s2i-*-container and jboss-container-images/openjdk Dockerfiles",
  },
  {
    names: ["registry.access.redhat.com/", "registry.redhat.io/"].flatMap((registry) => [
      ...["ubi7", "ubi8", "ubi9", "ubi10"].map((ubi) => `${registry}${ubi}`),
      ...["ubi8", "ubi9", "ubi10"].flatMap((ubi) =>
        ["ubi", "ubi-minimal", "ubi-micro", "ubi-init"].map((image) => `${registry}${ubi}/${image}`),
      ),
      ...["ubi8-minimal", "ubi9-minimal", "ubi10-minimal", "ubi8-micro", "ubi9-micro", "ubi10-micro"].map(
        (ubi) => `${registry}${ubi}`,
      ),
    ]),
    runsAs: "root",
    source: "catalog.redhat.com, images ubi8 and ubi9",
  },
  {
    names: names(
      `bitnami/apache bitnami/elasticsearch bitnami/etcd bitnami/kafka bitnami/keycloak bitnami/kubectl bitnami/mariadb
       bitnami/memcached bitnami/minio bitnami/mongodb bitnami/mysql bitnami/nginx bitnami/postgresql bitnami/rabbitmq
       bitnami/redis bitnami/spark bitnami/tomcat bitnami/wordpress bitnami/zookeeper`,
    ).flatMap((name) => [name, name.replace("bitnami/", "bitnamilegacy/")]),
    runsAs: "user",
    source: "bitnami/containers Dockerfiles (`USER 1001`)",
  },
  { names: names("bitnami/minideb"), runsAs: "root", source: "bitnami/minideb" },
  {
    names: names("nginxinc/nginx-unprivileged ghcr.io/nginxinc/nginx-unprivileged"),
    runsAs: "user",
    source: "nginxinc/docker-nginx-unprivileged",
  },
  {
    names: names("jenkins/jenkins jenkins/agent jenkins/inbound-agent"),
    runsAs: "user",
    source: "jenkinsci/docker, jenkinsci/docker-agents",
  },
  {
    names: names("grafana/grafana grafana/grafana-oss grafana/grafana-enterprise"),
    runsAs: "user",
    source: "grafana/grafana Dockerfile",
  },
  {
    names: names(
      `prom/prometheus prom/alertmanager prom/node-exporter quay.io/prometheus/prometheus quay.io/prometheus/alertmanager
       quay.io/prometheus/node-exporter`,
    ),
    runsAs: "user",
    source: "Dockerfiles of the repositories of prometheus",
  },
  {
    names: names("quay.io/keycloak/keycloak keycloak/keycloak"),
    runsAs: "user",
    source: "keycloak/keycloak quarkus/container/Dockerfile",
  },
  { names: names("selenium/*"), runsAs: "user", source: "SeleniumHQ/docker-selenium" },
  {
    names: names(
      `docker-stacks-foundation base-notebook minimal-notebook scipy-notebook r-notebook julia-notebook tensorflow-notebook
       pytorch-notebook datascience-notebook pyspark-notebook all-spark-notebook`,
    ).flatMap((name) => [`jupyter/${name}`, `quay.io/jupyter/${name}`]),
    runsAs: "user",
    source: "jupyter/docker-stacks (`USER ${NB_UID}`)",
  },
  { names: names("mambaorg/micromamba"), runsAs: "user", source: "mamba-org/micromamba-docker" },
  { names: names("cimg/*"), runsAs: "user", source: "CircleCI-Public/cimg-base" },
  { names: names("curlimages/curl quay.io/curl/curl"), runsAs: "user", source: "curl/curl-container" },
  {
    names: names("ghcr.io/puppeteer/puppeteer"),
    runsAs: "user",
    source: "puppeteer/puppeteer docker/Dockerfile",
  },
  { names: names("apache/airflow"), runsAs: "user", source: "apache/airflow Dockerfile" },
  { names: names("nodered/node-red"), runsAs: "user", source: "node-red/node-red-docker" },
  { names: names("sonatype/nexus3"), runsAs: "user", source: "sonatype/docker-nexus3" },
  { names: names("homebrew/brew"), runsAs: "user", source: "Homebrew/brew Dockerfile" },
  {
    names: names("quay.io/wildfly/wildfly jboss/wildfly"),
    runsAs: "user",
    source: "jboss-dockerfiles/wildfly",
  },
  {
    names: names("elasticsearch docker.elastic.co/elasticsearch/elasticsearch"),
    tags: /^(?:[89]|1\d)\./,
    runsAs: "user",
    source: "Elasticsearch 8.0 migration guide: the image runs as `elasticsearch`",
  },
  {
    names: names("kibana docker.elastic.co/kibana/kibana logstash docker.elastic.co/logstash/logstash"),
    tags: /^(?:[789]|1\d)\./,
    runsAs: "user",
    source: "elastic/dockerfiles",
  },
  {
    names: names("haproxy"),
    tags: /^(?:2\.[4-9]|[3-9]\.|latest|lts)/,
    runsAs: "user",
    source: "docker-library/haproxy",
  },
  { names: names("memcached"), runsAs: "user", source: "docker-library/memcached" },
  { names: names("solr"), runsAs: "user", source: "apache/solr-docker" },
  {
    names: names("sonarqube"),
    tags: /^(?:1\d|202\d|latest|community)/,
    runsAs: "user",
    source: "SonarSource/docker-sonarqube",
  },
  { names: names("jetty"), runsAs: "user", source: "jetty/jetty.docker" },
  { names: names("groovy"), runsAs: "user", source: "groovy/docker-groovy" },
  { names: names("odoo"), runsAs: "user", source: "odoo/docker" },
  {
    names: names("varnish"),
    tags: /^(?:[6-9]\.|latest|fresh|stable|old)/,
    runsAs: "user",
    source: "varnish/docker-varnish",
  },
  { names: names("spark apache/spark"), runsAs: "user", source: "apache/spark-docker" },
  {
    names: names(
      "open-liberty websphere-liberty icr.io/appcafe/open-liberty icr.io/appcafe/websphere-liberty",
    ),
    runsAs: "user",
    source: "OpenLiberty/ci.docker",
  },
  {
    names: names(
      `cassandra couchdb ghost influxdb mariadb mongo mysql neo4j postgres rabbitmq redis zookeeper flink storm telegraf
       eclipse-mosquitto rethinkdb valkey/valkey postgis/postgis pgvector/pgvector timescale/timescaledb`,
    ),
    runsAs: "entrypoint",
    source: "docker-entrypoint.sh of the images: `gosu`, `su-exec` or `setpriv`",
  },
  {
    names: names(
      `alpine almalinux amazonlinux archlinux busybox buildpack-deps centos debian fedora mageia opensuse/leap
       opensuse/tumbleweed oraclelinux photon rockylinux rockylinux/rockylinux ubuntu quay.io/centos/centos
       quay.io/fedora/fedora quay.io/fedora/fedora-minimal quay.io/rockylinux/rockylinux public.ecr.aws/amazonlinux/amazonlinux
       public.ecr.aws/debian/debian public.ecr.aws/ubuntu/ubuntu nvidia/cuda`,
    ),
    runsAs: "root",
    source: "the publishers' Dockerfiles: no USER",
  },
  {
    names: names(
      `amazoncorretto azul/zulu-openjdk azul/zulu-openjdk-alpine bash bellsoft/liberica-openjdk-alpine
       bellsoft/liberica-openjdk-debian bellsoft/liberica-runtime-container caddy clojure composer continuumio/anaconda3
       continuumio/miniconda3 condaforge/miniforge3 crystallang/crystal dart denoland/deno docker eclipse-temurin elixir
       erlang gcc golang gradle haskell hexpm/elixir hexpm/erlang httpd ibm-semeru-runtimes ibmjava julia maven
       mcr.microsoft.com/playwright mcr.microsoft.com/playwright/python nginx node openjdk oven/bun perl php pypy python
       pytorch/pytorch r-base registry ruby rust sapmachine sbtscala/scala-sbt swift tensorflow/tensorflow
       tiangolo/uvicorn-gunicorn tiangolo/uvicorn-gunicorn-fastapi tiangolo/uwsgi-nginx-flask tomcat tomee traefik
       ghcr.io/astral-sh/uv ghcr.io/graalvm/graalvm-community ghcr.io/graalvm/native-image-community`,
    ),
    runsAs: "root",
    source: "the images' Dockerfiles: no USER, or back to root at the end (gradle)",
  },
];
