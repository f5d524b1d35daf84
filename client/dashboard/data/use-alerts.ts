import type { AlertsAnswer } from '../../../common/alerts-answer';
import { range } from '../state/range';
import { apiAddress } from './api';
import { type Answer, useAnswer } from './use-answer';

/**
 * How alerts are now, whatever the range: asked once, and again when the range moves on or `where`
 * changes.
 */
export function useAlerts(where = ''): Answer<AlertsAnswer> {
  return useAnswer<AlertsAnswer>(apiAddress('alerts'), `${where} ${range.value.to}`);
}
