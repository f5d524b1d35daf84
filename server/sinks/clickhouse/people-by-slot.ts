import type { CountedEvents } from './counted-events';

/**
 * Who did anything in each slot, `slot` and `person`, some of them several
 * times. What one id did in a slot is one row before it is asked whose it is,
 * so there are few, and all events are read once.
 */
export function peopleBySlot({ select }: Pick<CountedEvents, 'select'>, slot: string): string {
  return `SELECT slot,
  multiIf(user_id != '', user_id, anonymous_id = '' OR owner = '', anonymous_id, owner) AS person
FROM (
${select(`${slot} AS slot, user_id, anonymous_id,
  minIf(user_id, user_id != '') OVER (PARTITION BY anonymous_id) AS owner`)}
GROUP BY slot, user_id, anonymous_id
)
WHERE person != ''`;
}
