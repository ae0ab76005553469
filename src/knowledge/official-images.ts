/**
 * Names that stand directly in `docker.io/library`, today or once. Only Docker publishes there: any other name without a path
 * is that of an image built on the machine itself.
 * Source: docker-library/official-images, `library/` (read 2026-08), and images that were removed from it.
 */
const officialImages: ReadonlySet<string> = new Set(
  `adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu backdrop bash
  bonita buildpack-deps busybox caddy cassandra chronograf cirros clearlinux clefos clickhouse clojure composer convertigo
  couchbase couchdb crate dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang
  espocrm fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world hitch
  httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty joomla jruby julia kapacitor kibana kong krakend lightstreamer
  liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql nats neo4j neurodebian
  nextcloud nginx nim node notary odoo open-liberty openjdk oraclelinux orientdb percona perl photon php php-zendserver
  phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis redmine registry rethinkdb rocket.chat
  rockylinux ros ruby rust sapmachine satosa silverpeas solr sonarqube spark spiped storm swift swipl teamspeak telegraf tomcat
  tomee traefik ubuntu unit varnish websphere-liberty wordpress xwiki yourls znc zookeeper
  adoptopenjdk centos consul django iojs java jenkins mono opensuse owncloud rails sentry swarm vault`.split(
    /\s+/,
  ),
);

/** Whether a name without a path, such as `node`, is one of Docker's official images. */
export function isOfficialImage(name: string): boolean {
  return officialImages.has(name);
}
