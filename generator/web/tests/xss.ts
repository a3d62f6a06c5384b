// A description in which every text tries to run a script.

export const ATTEMPTS = [
  `<script>window.pwned=1</script>`,
  `<img src=x onerror="window.pwned=1">`,
  `"><svg onload=window.pwned=1>`,
  `'><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`,
  `[x](javascript:window.pwned=1)`,
  `<a href="java&#x0A;script:window.pwned=1" id=clickme>x</a>`,
  `![x](x" onerror="window.pwned=1)`,
  `</textarea></script></style><script>window.pwned=1</script>`,
  `--><script>window.pwned=1</script><!--`,
  `<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1>`,
  `<form id=try><input name=attributes></form><base href="https://evil.example/">`,
  `<meta http-equiv=refresh content="0;url=javascript:window.pwned=1">`,
  `{{constructor.constructor('window.pwned=1')()}} \${window.pwned=1}`,
  `<details open ontoggle=window.pwned=1><summary>x</summary></details>`,
  `\u2028\u2029<script>window.pwned=1</script>`,
];

export function description(): unknown {
  const paths: Record<string, unknown> = {};
  ATTEMPTS.forEach((text, index) => {
    const schema = {
      type: "object",
      title: text,
      description: text,
      required: [text],
      properties: { [text]: { type: "string", description: text, default: text, enum: [text, "b"] }, b: { $ref: `#/components/schemas/s${index}` } },
    };
    paths[`/x${index}/{p}`] = {
      post: {
        operationId: `xss/op-${index}`,
        summary: text,
        description: `${text}\n\n> [!NOTE]\n> ${text}\n\n| a |\n|---|\n| ${text.replaceAll("|", "")} |\n\n\`\`\`\n${text}\n\`\`\``,
        tags: ["xss"],
        externalDocs: { url: `https://docs.github.com/${encodeURIComponent(text)}`, description: text },
        parameters: [
          { name: "p", in: "path", required: true, description: text, schema: { type: "string", default: text, enum: [text, "c"] } },
          { name: `q${index}`, in: "query", description: text, schema: { type: "string", default: text, pattern: text } },
        ],
        requestBody: { description: text, required: true, content: { "application/json": { schema, examples: { default: { summary: text, value: { [text]: text } } } } } },
        responses: {
          200: { description: text, content: { "application/json": { schema: { $ref: `#/components/schemas/s${index}` }, examples: { default: { value: { [text]: text } } } } } },
          404: { description: text },
        },
      },
    };
  });
  const schemas = Object.fromEntries(ATTEMPTS.map((text, index) => [`s${index}`, { type: "object", title: text, description: text, properties: { a: { type: "string", description: text, example: text, enum: [text] } } }]));
  return {
    openapi: "3.0.3",
    info: { title: ATTEMPTS[0], description: ATTEMPTS[0], version: "1.0.0" },
    servers: [{ url: "https://api.github.com" }],
    tags: [{ name: "xss", description: ATTEMPTS.join(" ") }],
    paths,
    components: { schemas },
  };
}
