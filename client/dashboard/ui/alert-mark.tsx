import type { Alert } from '../../../common/alert';
import { useAlerts } from '../data/use-alerts';
import { screenName } from '../state/location';

/** How many alerts fire, for the menu: red where one of them is critical; nothing where none does. */
export function AlertMark() {
  // Asked anew on each screen: what fires is about now.
  const { data } = useAlerts(screenName.value);
  const firing = firingOf(data?.alerts ?? []);
  if (firing.length === 0) return null;
  const isCritical = firing.some(({ severity }) => severity === 'critical');
  return (
    <>
      {' '}
      <span class={`menu-mark state ${isCritical ? 'state-off' : 'state-degraded'}`}>
        {firing.length.toLocaleString('en')} firing
      </span>
    </>
  );
}

function firingOf(alerts: readonly Alert[]): Alert[] {
  return alerts.filter(({ state }) => state === 'firing');
}
