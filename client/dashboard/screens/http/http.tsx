import { openTab, Tabs } from '../../ui/tabs';
import { Requests } from './requests';

const tabs = [
  { name: 'in', title: 'To the app' },
  { name: 'out', title: 'By the app' },
] as const;

/** Requests to the app, and by the app. */
export function Http() {
  const side = openTab('tab', tabs) === 'out' ? 'out' : 'in';
  return (
    <Tabs label="Requests" param="tab" tabs={tabs} clears={['sort', 'q', 'name', 'method']}>
      <Requests key={side} side={side} />
    </Tabs>
  );
}
