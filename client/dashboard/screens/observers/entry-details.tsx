import { useEffect, useRef } from 'preact/hooks';
import type { ObserversReport, ReportedObserver } from '../../../../common/load-report';
import type { ObserverHistory } from '../../../../common/observer-history';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { entryFacts } from './entry-facts';
import { ownerText } from './owner-text';
import { keyOf, pickNone } from './picked';
import { trendText } from './trend-text';
import { WhatIfTable } from './what-if-table';
import { Writers } from './writers';

interface Props {
  readonly entry: ReportedObserver;
  readonly report: ObserversReport;
  /** How it went over time, once that is known. */
  readonly history: ObserverHistory | undefined;
}

/** All that is known of the entry that is picked. */
export function EntryDetails({ entry, report, history }: Props) {
  const { owner, collection, shape } = entry;
  const box = useRef<HTMLDivElement>(null);
  const key = keyOf(entry);
  useEffect(() => {
    // Whoever picked it is taken there; who came with the address begins at the top.
    if (document.activeElement !== document.body) box.current?.focus();
  }, [key]);

  const facts = entryFacts(entry, report);
  const trend = history && trendText(history);
  return (
    <div class="observer-details panel-wide" tabIndex={-1} ref={box}>
      <Panel
        title={`${ownerText(owner)} on ${collection}`}
        isWide
        actions={
          <button type="button" onClick={pickNone}>
            Show all observers
          </button>
        }
      >
        <p>
          <code>{shape}</code>
        </p>
        <div class="observer-columns">
          <dl class="observer-facts">
            {facts.map(({ title, text }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{text}</dd>
              </div>
            ))}
            {trend && (
              <div>
                <dt>Trend</dt>
                <dd>{trend}</dd>
              </div>
            )}
          </dl>
          <div class="observer-aside">
            <WhatIfTable entry={entry} report={report} />
            <Writers collection={collection} />
            <p class="finding-links">
              {owner.kind === 'publication' && (
                <Link to="publications" with={{ name: owner.name }}>
                  The publication
                </Link>
              )}
              {owner.kind === 'method' && (
                <Link to="methods" with={{ name: owner.name }}>
                  The method
                </Link>
              )}
              <Link to="database" with={{ tab: 'writes', collection }}>
                All writes to {collection}
              </Link>
            </p>
          </div>
        </div>
      </Panel>
    </div>
  );
}
