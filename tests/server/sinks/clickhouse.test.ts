import { type ClickhouseSinkOptions, clickhouseSink } from '../../../server/sinks/clickhouse';
import { describeReader } from '../../support/describe-reader';
import { describeSink } from '../../support/describe-sink';
import { emptied, startedClickhouse } from '../../support/started-clickhouse';

describe('clickhouseSink', function () {
  this.timeout(20_000);
  const clickhouse = startedClickhouse();

  function emptySink(options: Partial<ClickhouseSinkOptions> = {}) {
    emptied(clickhouse());
    return clickhouseSink({ url: clickhouse().url, ...options });
  }

  describeSink('clickhouse', () => emptySink());
  describeSink('clickhouse without gathered inserts', () => emptySink({ asyncInsert: false }));
  describeReader(({ now }) => emptySink({ asyncInsert: false, wallNow: now }));
});
