/**
 * Tokens that can be told by their form: a prefix that the issuer documents, its length and alphabet. Prefixes of test systems
 * (`sk_test_`) are left out. Each row's source is what the issuer says in public; list as of 2026-11.
 */
export interface SecretFormat {
  /** With its article: "a GitHub token". */
  readonly what: string;
  /** The first characters, in the case in which they are issued: what a text is searched for. */
  readonly prefixes: readonly string[];
  /** The whole secret, from the prefix on; sticky, without a capture of its own. */
  readonly form: RegExp;
  readonly source: string;
}

export const secretFormats: readonly SecretFormat[] = [
  {
    what: "an AWS access key",
    prefixes: ["AKIA", "ASIA"],
    form: /[A-Z2-7]{20}(?![A-Za-z0-9])/y,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  },
  {
    what: "a GitHub token",
    prefixes: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
    form: /gh[pousr]_[A-Za-z0-9]{36,251}(?![A-Za-z0-9_])/y,
    source:
      "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
  },
  {
    what: "a GitHub token",
    prefixes: ["github_pat_"],
    form: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])/y,
    source:
      "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
  },
  {
    what: "a GitLab token",
    prefixes: ["glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glsoat-", "glcbt-", "glimt-", "glagent-"],
    form: /gl(?:pat|dt|rt|ptt|ft|soat|cbt|imt|agent)-[\w.-]{20,}/y,
    source: "https://docs.gitlab.com/security/tokens/#token-prefixes",
  },
  {
    what: "a Slack token",
    prefixes: ["xoxb-", "xoxp-", "xoxa-", "xoxe-", "xoxe.", "xapp-"],
    form: /(?:xox[abep][-.]|xapp-)(?:\d+-|xox[bp]-)[\w-]{20,}/y,
    source: "https://docs.slack.dev/authentication/tokens/",
  },
  {
    what: "the address of a Slack webhook",
    prefixes: ["https://hooks.slack.com/services/"],
    form: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/y,
    source: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/",
  },
  {
    what: "a Google API key",
    prefixes: ["AIza"],
    form: /AIza[\w-]{35}(?![\w-])/y,
    source: "https://docs.cloud.google.com/docs/authentication/api-keys",
  },
  {
    what: "an npm token",
    prefixes: ["npm_"],
    form: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y,
    source: "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
  },
  {
    what: "a PyPI token",
    prefixes: ["pypi-AgE"],
    form: /pypi-AgE[\w-]{50,}/y,
    source: "https://pypi.org/help/#apitoken",
  },
  {
    what: "a Stripe key",
    prefixes: ["sk_live_", "rk_live_"],
    form: /[sr]k_live_[A-Za-z0-9]{20,}/y,
    source: "https://docs.stripe.com/keys",
  },
  {
    what: "a SendGrid key",
    prefixes: ["SG."],
    form: /SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/y,
    source: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
  },
  {
    what: "a Docker Hub token",
    prefixes: ["dckr_pat_", "dckr_oat_"],
    form: /dckr_[po]at_[\w-]{27,}/y,
    source: "https://docs.docker.com/security/access-tokens/",
  },
  {
    what: "a Hugging Face token",
    prefixes: ["hf_"],
    form: /hf_[A-Za-z0-9]{34}(?![A-Za-z0-9_])/y,
    source: "https://huggingface.co/docs/hub/security-tokens",
  },
  {
    what: "a DigitalOcean token",
    prefixes: ["dop_v1_", "doo_v1_", "dor_v1_"],
    form: /do[opr]_v1_[a-f0-9]{64}(?![\w-])/y,
    source: "https://docs.digitalocean.com/reference/api/create-personal-access-token/",
  },
  {
    what: "a HashiCorp Vault token",
    prefixes: ["hvs.", "hvb."],
    form: /hv[sb]\.[\w-]{24,}/y,
    source: "https://developer.hashicorp.com/vault/docs/concepts/tokens",
  },
  {
    what: "a RubyGems key",
    prefixes: ["rubygems_"],
    form: /rubygems_[a-f0-9]{48}(?![\w-])/y,
    source: "https://guides.rubygems.org/api-key-scopes/",
  },
  {
    what: "an Anthropic key",
    prefixes: ["sk-ant-"],
    form: /sk-ant-[a-z]+\d\d-[\w-]{60,}/y,
    source: "https://platform.claude.com/docs/en/api/overview",
  },
  {
    what: "an OpenAI key",
    prefixes: ["sk-proj-", "sk-svcacct-", "sk-admin-"],
    form: /sk-(?:proj|svcacct|admin)-[\w-]{40,}/y,
    source: "https://platform.openai.com/docs/api-reference/authentication",
  },
  {
    what: "a Shopify token",
    prefixes: ["shpat_", "shpca_", "shppa_", "shpss_"],
    form: /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}(?![\w-])/y,
    source: "https://shopify.dev/changelog/app-secret-key-length-has-increased",
  },
  {
    what: "a private key",
    prefixes: ["-----BEGIN "],
    // Some of the key has to follow: a header alone is what a script looks for or puts around a variable.
    form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\\"'n]*[A-Za-z0-9+/]{32,}/y,
    source: "https://www.rfc-editor.org/rfc/rfc7468",
  },
];
