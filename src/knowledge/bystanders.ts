/**
 * Files that people work on beside the program, which a build seldom reads. They are the project's own, so only a person can say that no build needs
 * them. Source: where the named tools' documentation keeps these files, and the habits of public repositories; judgement, list as of 2026-11.
 */
export interface Bystander {
  /** A line of `.dockerignore`. */
  readonly pattern: string;
  readonly what: string;
  /** Words by which a manifest, a script or a command names them; it needs them where it has one. */
  readonly named: RegExp;
  /** Words of commands that read them. */
  readonly readBy: RegExp;
}

const nothing = /(?!)/;
const tests =
  /^(?:tests?|check|verify|vet|tidy|vendor|pytest|tox|nox|jest|vitest|mocha|rspec|phpunit|ctest|playwright|cypress)$|^test[:_-]|[:_-]test$/;
const pages =
  /^(?:docs?|mkdocs|sphinx-build|docusaurus|vitepress|typedoc|mdbook|hugo|jekyll|zola)$|^docs?[:_-]|[:_-]docs?$/;

const ci = (pattern: string): Bystander => ({
  pattern,
  what: "settings of CI",
  named: nothing,
  readBy: nothing,
});
const text = (pattern: string, named: RegExp): Bystander => ({
  pattern,
  what: "texts for people",
  named,
  readBy: nothing,
});
const test = (pattern: string, named: RegExp): Bystander => ({
  pattern,
  what: "tests",
  named,
  readBy: tests,
});
const build = (pattern: string): Bystander => ({
  pattern,
  what: "definitions of images and services, which the builder gets anyway",
  named: nothing,
  readBy: nothing,
});

export const bystanders: readonly Bystander[] = [
  ci(".github"),
  ci(".gitlab-ci.yml"),
  ci(".gitlab"),
  ci(".circleci"),
  ci(".travis.yml"),
  ci(".buildkite"),
  ci(".drone.yml"),
  ci(".woodpecker*"),
  ci("Jenkinsfile*"),
  ci("azure-pipelines*.yml"),
  ci("bitbucket-pipelines.yml"),
  ci("cloudbuild*.y*ml"),
  ci("renovate.json*"),
  ci(".pre-commit-config.yaml"),
  text("README*", /\bREADME/),
  text("CHANGELOG*", /\bCHANGELOG/),
  text("CHANGES*", /\bCHANGES\b/),
  text("CONTRIBUTING*", /\bCONTRIBUTING/),
  text("CODE_OF_CONDUCT*", /\bCODE_OF_CONDUCT/),
  text("SECURITY.md", /\bSECURITY\.md/),
  { pattern: "docs", what: "documentation", named: /\bdocs\b/, readBy: pages },
  { pattern: "doc", what: "documentation", named: /\bdoc\b/, readBy: pages },
  test("tests", /\btests\b/),
  test("test", /\btest\b/),
  test("spec", /\bspec\b/),
  test("e2e", /\be2e\b/),
  test("**/__tests__", /__tests__/),
  test("**/*_test.go", /_test\.go/),
  test("cypress", /\bcypress\b/),
  build("Dockerfile*"),
  build("*.Dockerfile"),
  build("docker-compose*.y*ml"),
  build("compose*.y*ml"),
  build("docker-bake.*"),
];

/** Manifests and definitions of builds, which name what a build reads. */
export const namingFiles =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|MANIFEST\.in|Cargo\.toml|build\.rs|(?:GNU)?[Mm]akefile|pom\.xml|build\.gradle(?:\.kts)?|build\.sbt|composer\.json|Gemfile|.*\.gemspec|.*\.(?:cs|fs|vb)proj|.*\.cabal|package\.yaml|mix\.exs|(?:ts|js)config.*\.json|angular\.json|nx\.json|CMakeLists\.txt|Rakefile|[Jj]ustfile|Taskfile\.ya?ml|(?:vite|webpack|rollup|next|nuxt|svelte|astro|gatsby|tailwind|esbuild)[.\w-]*\.[cm]?[jt]s)$/;
