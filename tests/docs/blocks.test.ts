import { expect } from 'chai';
import { transformSync } from 'esbuild';
import { parse as parseYaml } from 'yaml';
import { type Block, blocksOf, documents, textOf } from './documents';

const parsers: Readonly<Record<string, (code: string) => unknown>> = {
  json: (code) => JSON.parse(code),
  yaml: (code) => parseYaml(code),
  ts: (code) => transformSync(code, { loader: 'ts' }),
  js: (code) => transformSync(code, { loader: 'js' }),
};

describe('blocks in the documents', () => {
  const blocks: Array<Block & { document: string }> = documents().flatMap((document) =>
    blocksOf(textOf(document)).map((block) => ({ ...block, document })),
  );

  for (const [language, parse] of Object.entries(parsers)) {
    it(`can be read as what they say they are: ${language}`, () => {
      const wrong = blocks
        .filter((block) => block.language === language)
        .flatMap(({ document, line, code }) => {
          try {
            parse(code);
            return [];
          } catch (error) {
            return [`${document}:${line}: ${error}`];
          }
        });

      expect(wrong).to.deep.equal([]);
    });
  }
});
