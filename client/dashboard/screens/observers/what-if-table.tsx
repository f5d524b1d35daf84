import type { ObserversReport, ReportedObserver } from '../../../../common/load-report';
import { valueText } from '../../format/value';
import { whatIfRows } from './what-if-rows';

/** What changes to the app would save. */
export function WhatIfTable({
  entry,
  report,
}: {
  entry: ReportedObserver;
  report: ObserversReport;
}) {
  return (
    <table class="observer-small">
      <caption>What would be saved</caption>
      <thead>
        <tr>
          <th scope="col">Change</th>
          <th scope="col">Share of CPU</th>
          <th scope="col">CPU</th>
        </tr>
      </thead>
      <tbody>
        {whatIfRows(entry, report).map(({ change, share, cpuMsPerSecond, note }) => (
          <tr key={change}>
            <th scope="row">
              {change}
              <small>{note}</small>
            </th>
            <td>{share === undefined ? '–' : `−${valueText(share, 'ratio')}`}</td>
            <td>−{valueText(cpuMsPerSecond, 'msPerSecond')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
