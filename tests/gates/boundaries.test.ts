import { expect } from 'chai';
import { boundaryCases } from './boundary-cases';
import { lintTree, type Refusal } from './lint-tree';

const importRule = 'lint/style/noRestrictedImports';

const forms = [
  "import { x } from 'meteor/x';",
  "import type { x } from 'meteor/x';",
  "export { x } from 'meteor/x';",
  "export const x = () => import('meteor/x');",
  "export const x = require('meteor/x');",
];

const others = new Map([
  ...forms.map((form, index) => [`common/form-${index}.ts`, `${form}\n`] as const),
  ['server/load/egg.ts', "import { hen } from './hen';\n\nexport const egg = () => hen;\n"],
  ['server/load/hen.ts', "import { egg } from './egg';\n\nexport const hen = () => egg;\n"],
  ['server/load/chick.ts', "import { egg } from './egg';\n\nexport const chick = () => egg;\n"],
]);

describe('the boundaries between folders', () => {
  let refusals: readonly Refusal[];

  before(() => {
    const planted = boundaryCases.map(
      ({ file, refused, accepted }) => [file, importing([...refused, ...accepted])] as const,
    );
    refusals = lintTree(new Map([...planted, ...others]));
  });

  for (const { file, refused, accepted } of boundaryCases) {
    it(`refuse and accept what they should in ${file}`, () => {
      const specifiers = [...refused, ...accepted];

      const found = refusals
        .filter((refusal) => refusal.file === file && refusal.rule === importRule)
        .map(({ line }) => specifiers[line - 1]);

      expect(found).to.have.members(refused);
    });
  }

  it('hold for every form of import', () => {
    const found = forms.map((_form, index) =>
      refusals.some(({ file }) => file === `common/form-${index}.ts`),
    );

    expect(found).to.deep.equal(forms.map(() => true));
  });

  it('let no imports run in a circle', () => {
    const cycles = refusals.filter(
      ({ file, rule }) => rule === 'lint/suspicious/noImportCycles' && /egg|hen|chick/.test(file),
    );

    expect(cycles.map(({ file }) => file)).to.have.members([
      'server/load/egg.ts',
      'server/load/hen.ts',
    ]);
  });

  it('say what is allowed', () => {
    const messages = refusals.filter(({ rule }) => rule === importRule);

    expect(messages).not.to.have.length(0);
    for (const { message } of messages) expect(message).to.match(/import|needs? the type/);
  });
});

/** A file with one import a line. */
function importing(specifiers: readonly string[]): string {
  return specifiers.map((specifier) => `import '${specifier}';\n`).join('');
}
