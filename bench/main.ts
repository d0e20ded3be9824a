import { frontDoor } from './front-door.ts';
import { provision } from './provision.ts';
import { read } from './read.ts';
import { asLine } from './result.ts';
import { rollCall } from './roll-call.ts';

const benchmarks = { provision, read, 'front-door': frontDoor, 'roll-call': rollCall };

/**
 * `npm run bench`, or `npm run bench -- read` for one: each benchmark prints one JSON line. How long something took never
 * fails it; a wrong result does. What is measured and how: docs/benchmarks.md.
 */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, measure] of Object.entries(benchmarks)) {
    if (asked.length === 0 || asked.includes(name)) console.log(asLine(await measure()));
  }
}
