const place = {
  type: "object",
  properties: { line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
  required: ["line", "column"],
  additionalProperties: false,
};
const severity = { enum: ["info", "minor", "major", "critical", "blocker"] };
const line = { type: "string", minLength: 1, pattern: "^[^\\n\\r]*$" };
const fingerprint = { type: "string", pattern: "^[0-9a-f]{16}$" };

/** An object of texts. */
const words = (...names: string[]) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { type: "string", minLength: 1 }])),
  required: names,
  additionalProperties: false,
});

/**
 * What the documents of these formats say, as schemas of our own: GitLab's "Code Quality report format", the analyzer specification of Code Climate, SonarQube's
 * "Generic issue import format", reviewdog's `reviewdog.proto`. No other keys than those that stowage writes.
 */
export const formatSchemas: Readonly<Record<string, object>> = {
  gitlab: {
    type: "array",
    items: {
      type: "object",
      properties: {
        description: line,
        check_name: line,
        fingerprint,
        severity,
        location: {
          type: "object",
          properties: {
            path: { type: "string", pattern: "^(?!\\./)" },
            lines: {
              type: "object",
              properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
              required: ["begin"],
              additionalProperties: false,
            },
          },
          required: ["path", "lines"],
          additionalProperties: false,
        },
      },
      required: ["description", "check_name", "fingerprint", "severity", "location"],
      additionalProperties: false,
    },
  },
  codeclimate: {
    type: "array",
    items: {
      type: "object",
      properties: {
        type: { const: "issue" },
        check_name: line,
        description: line,
        content: { type: "object", properties: { body: { type: "string" } }, required: ["body"] },
        categories: {
          type: "array",
          minItems: 1,
          items: {
            enum: [
              "Bug Risk",
              "Clarity",
              "Compatibility",
              "Complexity",
              "Duplication",
              "Performance",
              "Security",
              "Style",
            ],
          },
        },
        location: { $ref: "#/$defs/location" },
        trace: {
          type: "object",
          properties: { locations: { type: "array", items: { $ref: "#/$defs/location" } } },
          required: ["locations"],
        },
        severity,
        fingerprint,
      },
      required: ["type", "check_name", "description", "categories", "location"],
      additionalProperties: false,
    },
    $defs: {
      location: {
        type: "object",
        properties: {
          path: { type: "string" },
          positions: {
            type: "object",
            properties: { begin: place, end: place },
            required: ["begin", "end"],
            additionalProperties: false,
          },
        },
        required: ["path", "positions"],
        additionalProperties: false,
      },
    },
  },
  sonarqube: {
    type: "object",
    properties: {
      rules: {
        type: "array",
        items: {
          type: "object",
          properties: {
            id: { type: "string", minLength: 1 },
            name: { type: "string", minLength: 1 },
            description: { type: "string", minLength: 1 },
            engineId: { const: "stowage" },
            cleanCodeAttribute: {
              enum: ["CONVENTIONAL", "LOGICAL", "COMPLETE", "EFFICIENT", "TRUSTWORTHY"],
            },
            type: { enum: ["BUG", "VULNERABILITY", "CODE_SMELL"] },
            severity: { enum: ["BLOCKER", "CRITICAL", "MAJOR", "MINOR", "INFO"] },
            impacts: {
              type: "array",
              minItems: 1,
              items: {
                type: "object",
                properties: {
                  softwareQuality: { enum: ["SECURITY", "RELIABILITY", "MAINTAINABILITY"] },
                  severity: { enum: ["HIGH", "MEDIUM", "LOW"] },
                },
                required: ["softwareQuality", "severity"],
                additionalProperties: false,
              },
            },
          },
          required: ["id", "name", "engineId", "cleanCodeAttribute", "type", "severity", "impacts"],
          additionalProperties: false,
        },
      },
      issues: {
        type: "array",
        items: {
          type: "object",
          properties: {
            ruleId: { type: "string" },
            primaryLocation: { $ref: "#/$defs/location" },
            secondaryLocations: { type: "array", items: { $ref: "#/$defs/location" } },
          },
          required: ["ruleId", "primaryLocation"],
          additionalProperties: false,
        },
      },
    },
    required: ["rules", "issues"],
    additionalProperties: false,
    $defs: {
      location: {
        type: "object",
        properties: {
          message: { type: "string", minLength: 1 },
          filePath: { type: "string" },
          textRange: {
            type: "object",
            properties: {
              startLine: { type: "integer", minimum: 1 },
              endLine: { type: "integer", minimum: 1 },
              startColumn: { type: "integer", minimum: 0 },
              endColumn: { type: "integer", minimum: 0 },
            },
            required: ["startLine"],
            additionalProperties: false,
          },
        },
        required: ["message", "filePath", "textRange"],
        additionalProperties: false,
      },
    },
  },
  rdjson: {
    type: "object",
    properties: {
      source: words("name", "url"),
      diagnostics: {
        type: "array",
        items: {
          type: "object",
          properties: {
            message: { type: "string", minLength: 1 },
            location: { $ref: "#/$defs/location" },
            severity: { enum: ["ERROR", "WARNING", "INFO"] },
            code: words("value", "url"),
            suggestions: {
              type: "array",
              items: {
                type: "object",
                properties: { range: { $ref: "#/$defs/range" }, text: { type: "string" } },
                required: ["range", "text"],
                additionalProperties: false,
              },
            },
            related_locations: {
              type: "array",
              items: {
                type: "object",
                properties: { message: { type: "string" }, location: { $ref: "#/$defs/location" } },
                required: ["message", "location"],
                additionalProperties: false,
              },
            },
          },
          required: ["message", "location", "severity", "code"],
          additionalProperties: false,
        },
      },
    },
    required: ["source", "diagnostics"],
    additionalProperties: false,
    $defs: {
      range: {
        type: "object",
        properties: { start: place, end: place },
        required: ["start", "end"],
        additionalProperties: false,
      },
      location: {
        type: "object",
        properties: { path: { type: "string" }, range: { $ref: "#/$defs/range" } },
        required: ["path", "range"],
        additionalProperties: false,
      },
    },
  },
};
