/** Imports of one place in the tree: which are refused, and which are accepted. */
export interface BoundaryCase {
  readonly file: string;
  readonly refused: readonly string[];
  readonly accepted: readonly string[];
}

const npm = 'express';
const own = './own/part';
const up = './own/../../agent';

/** One case for every place that has a rule of its own in `biome.jsonc`. */
export const boundaryCases: readonly BoundaryCase[] = [
  {
    file: 'common/planted.ts',
    refused: ['meteor/meteor', 'node:fs', npm, 'lodash', '../server/agent', '../client/main', up],
    accepted: ['./errors', 'lodash/isPlainObject'],
  },
  {
    file: 'common/redact/planted.ts',
    refused: ['meteor/meteor', 'node:fs', npm, 'lodash', '../../server/agent', '../other/part', up],
    accepted: ['./own', '../errors', 'lodash/isPlainObject'],
  },
  {
    file: 'server/planted.ts',
    refused: [
      up,
      './main',
      './meteor',
      'meteor/mongo',
      npm,
      'lodash',
      '../client/main',
      '../tests/x',
    ],
    accepted: [
      'lodash/once',
      './agent',
      './sinks/memory',
      './load/findings',
      '../common/errors',
      'node:http',
      'node:fs/promises',
    ],
  },
  {
    file: 'server/radiant.ts',
    refused: [up, './main', 'meteor/meteor', npm],
    accepted: ['lodash/once', 'node:fs/promises', './meteor', './agent', '../common/errors'],
  },
  {
    file: 'server/mount-query-api.ts',
    refused: ['./main', 'meteor/webapp', npm],
    accepted: ['./meteor', './dashboard/access', 'node:http'],
  },
  {
    file: 'server/main.ts',
    refused: [up, '../client/main', npm],
    accepted: [
      'lodash/once',
      'node:http',
      'node:fs/promises',
      'meteor/meteor',
      'meteor/radiant:agent',
      './radiant',
      '../common/errors',
    ],
  },
  {
    file: 'server/meteor.ts',
    refused: ['./main', '../client/meteor', npm],
    accepted: ['meteor/meteor', './install-instruments'],
  },
  {
    file: 'server/hooks/planted.ts',
    refused: ['meteor/meteor', npm, '../agent', '../pipeline/recorder', 'node:fs', up],
    accepted: [own, '../../common/ddp', '../instruments/publications/target', 'lodash/once'],
  },
  {
    file: 'server/instruments/planted.ts',
    refused: ['./sessions', './methods/ledger', '../sinks/memory', '../agent', 'meteor/mongo', npm],
    accepted: ['node:fs/promises', '../../common/undo', 'node:v8', 'lodash/once'],
  },
  {
    file: 'server/instruments/methods/planted.ts',
    refused: ['../sessions', '../process/gc', '../../pipeline/recorder', 'meteor/meteor', npm, up],
    accepted: ['./ledger', '../../../common/undo', 'node:fs', 'node:fs/promises', 'lodash/once'],
  },
  {
    file: 'server/sinks/planted.ts',
    refused: ['./memory', './memory/store', '../pipeline/outbox', '../agent', 'meteor/mongo', npm],
    accepted: ['../../common/sink', 'node:zlib', 'lodash/chunk'],
  },
  {
    file: 'server/sinks/memory.ts',
    refused: ['./mongo', './memory/../mongo', '../agent', 'meteor/mongo', npm],
    accepted: [
      'lodash/once',
      'node:fs/promises',
      './memory/store',
      '../../common/sink',
      'node:zlib',
    ],
  },
  {
    file: 'server/sinks/mongo.ts',
    refused: ['./memory', './mongo/../memory', '../agent', 'meteor/mongo', npm],
    accepted: ['./mongo/planted', '../../common/sink', 'node:zlib', 'lodash/once'],
  },
  {
    file: 'server/sinks/clickhouse.ts',
    refused: ['./memory', './clickhouse/../memory', '../agent', 'meteor/mongo', npm],
    accepted: ['./clickhouse/planted', '../../common/sink', 'node:zlib', 'lodash/once'],
  },
  {
    file: 'server/sinks/prometheus.ts',
    refused: ['./memory', './prometheus/../memory', '../agent', 'meteor/mongo', npm],
    accepted: ['./prometheus/planted', '../../common/sink', 'node:zlib', 'lodash/once'],
  },
  {
    file: 'server/sinks/otlp.ts',
    refused: ['./memory', './otlp/../memory', '../agent', 'meteor/mongo', npm],
    accepted: ['./otlp/planted', '../../common/sink', 'node:zlib', 'lodash/once'],
  },
  {
    file: 'server/sinks/ndjson.ts',
    refused: ['./memory', './ndjson/../memory', '../agent', 'meteor/mongo', npm],
    accepted: ['./ndjson/planted', '../../common/sink', 'node:zlib', 'lodash/once'],
  },
  {
    file: 'server/sinks/ndjson/file.ts',
    refused: ['../memory', '../../agent', 'meteor/mongo', npm, up],
    accepted: ['rotating-file-stream', './standard-output', '../../../common/sink', 'node:fs'],
  },
  {
    file: 'server/sinks/memory/planted.ts',
    refused: ['../memory', '../mongo', '../../agent', 'meteor/mongo', npm, up],
    accepted: ['./ring', '../../../common/sink', 'node:zlib'],
  },
  {
    file: 'server/pipeline/planted.ts',
    refused: ['../agent', '../sinks/memory', '../instruments/sessions', 'node:fs', 'meteor/x', npm],
    accepted: ['./recorder', './aggregate/aggregate', '../../common/batch', 'node:async_hooks'],
  },
  {
    file: 'server/pipeline/aggregate/planted.ts',
    refused: ['../../sinks/memory', '../../agent', 'node:fs', 'meteor/x', npm, up],
    accepted: ['./by-name', '../../../common/batch', 'lodash/chunk'],
  },
  {
    file: 'server/load/planted.ts',
    refused: ['../agent', '../pipeline/recorder', 'node:fs', 'meteor/x', npm, up],
    accepted: [own, '../../common/batch'],
  },
  {
    file: 'server/collector/planted.ts',
    refused: ['../agent', '../dashboard/access', 'meteor/webapp', npm, up],
    accepted: [own, '../../common/batch', 'node:http'],
  },
  {
    file: 'server/collector/bots.ts',
    refused: ['../agent', '../dashboard/access', 'meteor/webapp', npm, up],
    accepted: ['isbot', './limits', '../../common/batch', 'node:http'],
  },
  {
    file: 'server/cpu/planted.ts',
    refused: ['../agent', '../pipeline/stopwatch', '../dashboard/access', 'meteor/x', npm, up],
    accepted: [own, '../../common/stopwatch', 'node:async_hooks', 'node:process', 'lodash/once'],
  },
  {
    file: 'server/dashboard/planted.ts',
    refused: [
      '../agent',
      '../load/findings',
      '../sinks/memory',
      '../../client/main',
      'meteor/webapp',
      npm,
      up,
    ],
    accepted: ['node:fs/promises', './access', '../../common/reader', 'node:http', 'lodash/chunk'],
  },
  {
    file: 'server/spill/planted.ts',
    refused: ['../agent', '../pipeline/outbox', '../sinks/memory', 'meteor/meteor', npm, up],
    accepted: [own, '../../common/spill', 'node:fs/promises', 'lodash/once'],
  },
  {
    file: 'server/unheard-of/planted.ts',
    refused: ['../agent', 'node:fs', 'meteor/meteor', npm, up],
    accepted: ['lodash/once', own, '../../common/batch'],
  },
  {
    file: 'client/analytics/planted.ts',
    refused: ['../main', '../bridges/x', '../../server/agent', 'node:fs', 'meteor/x', npm, up],
    accepted: [own, '../../common/batch'],
  },
  {
    file: 'client/instruments/planted.ts',
    refused: ['./errors', '../analytics/queue', '../../server/agent', 'meteor/meteor', npm],
    accepted: ['../../common/undo'],
  },
  {
    file: 'client/bridges/planted.ts',
    refused: ['./segment', '../analytics/queue', '../../server/agent', 'meteor/meteor', npm],
    accepted: ['../../common/undo'],
  },
  {
    file: 'client/dashboard/planted.tsx',
    refused: [
      'node:fs/promises',
      '../main',
      '../../server/dashboard/access',
      'node:fs',
      'meteor/meteor',
      up,
    ],
    accepted: [own, '../../common/reader', 'preact', '@preact/signals'],
  },
  {
    file: 'client/dashboard/charts/planted.tsx',
    refused: ['../../main', '../../../server/agent', 'node:fs', 'node:fs/promises', 'meteor/x', up],
    accepted: ['./axis', '../app', '../../../common/reader', 'preact'],
  },
  {
    file: 'client/main.ts',
    refused: [up, '../server/main', 'node:fs', npm],
    accepted: ['meteor/meteor', './analytics/queue', '../common/errors'],
  },
  {
    file: 'client/late-features.ts',
    refused: [up, 'meteor/meteor', 'node:fs', npm, '../server/agent'],
    accepted: ['./instruments/methods', '../common/errors', 'web-vitals'],
  },
  {
    file: 'client/meteor.ts',
    refused: ['./main', '../server/meteor', 'node:fs', npm],
    accepted: ['meteor/meteor', '../common/errors'],
  },
  {
    file: 'server/unheard-of/deep/planted.ts',
    refused: ['../../agent', '../part', npm],
    accepted: [own, '../../../common/batch'],
  },
  {
    file: 'server/collector/deep/planted.ts',
    refused: ['../../agent', '../part', npm],
    accepted: [own, '../../../common/batch'],
  },
  {
    file: 'client/planted.ts',
    refused: ['../server/agent', 'node:fs', 'meteor/x', npm],
    accepted: [own, '../common/batch'],
  },
  {
    file: 'client/analytics/deep/planted.ts',
    refused: ['../part', '../../main', npm],
    accepted: [own, '../../../common/batch'],
  },
  {
    file: 'tests/server/planted.ts',
    refused: [],
    accepted: ['meteor/meteor', '../../server/agent', '../../client/main', 'node:fs', npm],
  },
  {
    file: 'examples/todos/server/planted.ts',
    refused: [],
    accepted: ['meteor/meteor', 'meteor/radiant:agent', '../imports/lists', npm],
  },
];
