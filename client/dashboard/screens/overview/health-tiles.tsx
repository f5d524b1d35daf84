import { definitionOf } from '../../ui/help';
import { StatTile } from '../../ui/stat-tile';
import { healthOf, judge } from './health';
import type { OverviewReads } from './overview-reads';

/** The numbers that are looked at first. A colour is always said in words, too. */
export function HealthTiles({ reads }: { reads: OverviewReads }) {
  const health = healthOf(reads);
  const limited = health.memory !== undefined;
  return (
    <div class="tiles">
      <StatTile
        label="Method calls"
        help="Method calls that ended, at the end of the range."
        value={health.callsPerSecond}
        shown="perSecond"
      />
      <StatTile
        label="Calls that failed"
        help="Calls with the outcome error ÷ all calls of the range; expected errors are among them."
        value={health.errorShare}
        shown="ratio"
        {...judge(health.errorShare, { warn: 0.01, bad: 0.05, words: 'more than 1 %' })}
      />
      <StatTile
        label="Method time, p95"
        help={`${definitionOf('method.duration')} 95 of 100 calls of the range took at most so long.`}
        value={health.p95}
        shown="ms"
        {...judge(health.p95, { warn: 1_000, bad: 5_000, words: 'slower than 1 s' })}
      />
      <StatTile
        label="Time to ready, p95"
        help={definitionOf('publication.ready')}
        value={health.ready}
        shown="ms"
        {...judge(health.ready, { warn: 1_000, bad: 5_000, words: 'slower than 1 s' })}
      />
      <StatTile
        label="Sessions"
        help={definitionOf('ddp.sessions')}
        value={health.sessions}
        shown="count"
      />
      <StatTile
        label="Subscriptions"
        help={definitionOf('publication.active')}
        value={health.subscriptions}
        shown="count"
      />
      <StatTile
        label="CPU"
        help={`${definitionOf('process.cpuShare')} Of the busiest process, at the end of the range.`}
        value={health.cpu}
        shown="ratio"
        {...judge(health.cpu, { warn: 0.7, bad: 0.9, words: 'more than 70 %' })}
      />
      <StatTile
        label="Memory"
        help={
          limited
            ? 'Resident memory ÷ limit, of the process that had the most.'
            : `${definitionOf('process.rss')} Of the process that had the most; no limit is known.`
        }
        value={limited ? health.memory : health.rss}
        shown={limited ? 'ratio' : 'bytes'}
        {...(limited && judge(health.memory, { warn: 0.8, bad: 0.92, words: 'more than 80 %' }))}
      />
      <StatTile
        label="Event loop delay, p99"
        help={definitionOf('process.eventLoopDelay')}
        value={health.delay}
        shown="ms"
        {...judge(health.delay, { warn: 100, bad: 500, words: 'later than 100 ms' })}
      />
    </div>
  );
}
