// What the report's script makes of corrections, without a browser: reads jobs from standard input, writes results.
import { readFileSync } from "node:fs";
const source = readFileSync(process.argv[2], "utf8").split("\nclass Teacher")[0];
const { spansOf, withSaid, fileOf } = new Function(`${source}; return { spansOf, withSaid, fileOf };`)();
const { said, view, fates, documents, who } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({ spans: spansOf(said), view: withSaid(view, said, fates), file: fileOf(documents, who) }));
