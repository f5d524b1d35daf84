// Runs the demo with the arguments given, and holds what it prints against what its bots sent.
const { execFileSync } = require('node:child_process');

const args = process.argv.slice(2);
const given = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

const text = execFileSync('npm', ['run', '--silent', 'demo', '--', '--json', ...args], {
  encoding: 'utf8',
  maxBuffer: 64 * 2 ** 20,
  timeout: 120_000,
});
const figures = JSON.parse(text.slice(text.indexOf('{')));

function refuse(what, found) {
  throw new Error(`${what}: ${JSON.stringify(found)}`);
}

const methods = Object.entries(figures.methods);
const wrong = methods.filter(([, { sent, calls }]) => sent !== calls);
if (methods.length < 10 || wrong.length > 0) refuse('sent and recorded differ', wrong);

const off = Object.entries(figures.hooks).filter(([, state]) => state !== 'ok');
if (off.length > 0) refuse('hooks are not ok', off);
if (Object.keys(figures.drops).length > 0) refuse('something was lost', figures.drops);

const slow = figures.traces.find(({ name }) => name === 'reports.weekly');
if (!slow)
  refuse(
    'no trace of reports.weekly',
    figures.traces.map(({ name }) => name),
  );
if (slow.accountedMs < 0.95 * slow.durationMs) refuse('the trace accounts for too little', slow);

const sink = given('--sink');
const counted = sink ? figures[`${sink}Calls`] : undefined;
const uncounted = counted ? methods.filter(([name, { sent }]) => counted[name] !== sent) : [];
if (uncounted.length > 0) refuse(`${sink} counts otherwise`, { uncounted, counted });

const share = Math.round((100 * slow.accountedMs) / slow.durationMs);
process.stdout.write(
  `demo ${args.join(' ')}: ${methods.length} methods, counts exact; ` +
    `${share} % of the slowest report accounted for\n`,
);
