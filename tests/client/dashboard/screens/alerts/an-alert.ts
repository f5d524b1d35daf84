import type { Alert } from '../../../../../common/alert';

export const minute = 60_000;

/** An alert that fires since ten minutes after the epoch. */
export function anAlert(fields: Partial<Alert> = {}): Alert {
  return {
    ...{ id: 'a', rule: 'MeteorMethodSlow', severity: 'warning', state: 'firing' },
    ...{ labels: { name: 'tasks.add' }, sentence: 'It is slow.' },
    ...{ pendingAt: 0, firingAt: 10 * minute, heldAt: 20 * minute },
    ...fields,
  };
}
