import type { ObserversReport } from '../../../../common/load-report';
import { valueText } from '../../format/value';
import { StatTile } from '../../ui/stat-tile';
import { totalsOf } from './load-totals';

/** What observers cost and hold, at a glance. */
export function LoadTiles({ report }: { report: ObserversReport }) {
  const totals = totalsOf(report);
  const { share, coverage } = totals;
  return (
    <div class="tiles">
      <StatTile
        label="CPU of observers"
        help="CPU time of all observers ÷ CPU time of the processes."
        value={share}
        shown="ratio"
        note={`of the processes’ CPU; ${valueText(totals.core, 'ratio')} of one core`}
        {...(share !== undefined && share >= 0.5 && { tone: 'warn' as const })}
      />
      <StatTile
        label="Evaluations"
        help="How often drivers looked at a mutation, or, polling, at a document."
        value={totals.evaluationsPerSecond}
        shown="perSecond"
        note={`${valueText(totals.waste, 'ratio')} of them in vain${totals.uncounted > 0 ? '; some drivers cannot be counted' : ''}`}
      />
      <StatTile
        label="Live handles"
        help="observeChanges handles at the end of the range."
        value={totals.handles}
        shown="count"
        note={
          totals.orphans > 0
            ? `${valueText(totals.orphans, 'count')} left behind`
            : 'none left behind'
        }
        {...(totals.orphans > 0 && { tone: 'warn' as const })}
      />
      <StatTile
        label="Live multiplexers"
        help="Each has a driver, a cache and evaluations of its own."
        value={totals.multiplexers}
        shown="count"
        note={`${valueText(totals.duplicates, 'count')} of them duplicates`}
      />
      <StatTile
        label="Reuse"
        help="Handles that joined a multiplexer that was there ÷ all that were opened."
        value={totals.reuse}
        shown="ratio"
        note={`of ${valueText(totals.opened, 'count')} handles opened`}
      />
      <StatTile
        label="Counted"
        help="Evaluations that Radiant counted ÷ those that must have happened: mutations × drivers. Below 95 % figures are too low."
        value={coverage}
        shown="ratio"
        note={coverage === undefined ? 'nothing was expected' : 'of the evaluations expected'}
        {...(coverage !== undefined && coverage < 0.95 && { tone: 'warn' as const })}
      />
    </div>
  );
}
