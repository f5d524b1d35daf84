import { type ListedOption, listOptions } from '../../common/option-list';
import { isDerived, type Option, type OptionSchema } from '../../common/option-schema';

/** The table of options that README and documentation show. */
export function optionsTable(schema: OptionSchema): string {
  const rows = listOptions(schema).map(rowOf);
  const head = ['option', 'accepts', 'default', 'unit', 'environment', 'meaning'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function rowOf({ path, option, variable }: ListedOption): readonly string[] {
  return [
    code(path),
    option.type.name + limitsOf(option),
    defaultOf(option),
    option.unit ?? '',
    variable === undefined ? 'only `Radiant.start`' : code(variable),
    option.help + (option.secret ? ' Secret: never shown.' : ''),
  ];
}

function limitsOf({ min, max }: Option<unknown>): string {
  return min === undefined || max === undefined ? '' : `, ${min} to ${max}`;
}

function defaultOf({ default: value }: Option<unknown>): string {
  if (isDerived(value)) return value.says;
  if (value === undefined) return '';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

function code(text: string): string {
  return `\`${text}\``;
}

/** All of `docs/options.md`. */
export function optionsPage(schema: OptionSchema): string {
  return `# Options

Made from \`common/options.ts\` by \`UPDATE_DOCS=1 npx mocha -g 'documentation of options'\`; a test compares.

Where options come from, the later wins: the defaults below, \`Meteor.settings.radiant\`, the environment, \`Radiant.start(options)\`. An option with a dot is nested: \`api.token\` is \`{ "api": { "token": "…" } }\`.

In the environment, booleans are \`true\`, \`false\`, \`1\` or \`0\`, and an empty variable counts as not set. Two variables are no options but belong to the end-to-end tests: \`RADIANT_E2E_URL\` and \`RADIANT_E2E_TOKEN\`.

Unknown names, wrong types and values beyond the limits are errors. All of them are reported at once, each with its place, what came and what is accepted.

${optionsTable(schema)}
`;
}
