import { openTab, Tabs } from '../../ui/tabs';
import { EventStream } from './event-stream';
import { Events } from './events';
import { Funnel } from './funnel';
import { People } from './people';
import { Retention } from './retention';
import './analytics.css';

const tabs = [
  { name: 'people', title: 'People and pages', View: People },
  { name: 'events', title: 'Events', View: Events },
  { name: 'funnel', title: 'Funnel', View: Funnel },
  { name: 'retention', title: 'Retention', View: Retention },
  { name: 'stream', title: 'Stream', View: EventStream },
] as const;

/** What people do, in five views. */
export function Analytics() {
  const open = openTab('view', tabs);
  const { View } = tabs.find(({ name }) => name === open) ?? tabs[0];
  return (
    <Tabs label="Views" param="view" tabs={tabs} clears={['sort', 'name']}>
      <View />
    </Tabs>
  );
}
