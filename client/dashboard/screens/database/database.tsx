import { openTab, Tabs } from '../../ui/tabs';
import { Operations } from './operations';
import { Pools } from './pools';
import { Streams } from './streams';
import { Writes } from './writes';

const tabs = [
  { name: 'operations', title: 'Operations' },
  { name: 'writes', title: 'Writes' },
  { name: 'streams', title: 'Streams' },
  { name: 'connections', title: 'Connections' },
] as const;

/** What the database is asked, who writes, how changes arrive, and its connections. */
export function Database() {
  const open = openTab('tab', tabs);
  return (
    <Tabs label="Views of the database" param="tab" tabs={tabs} clears={['sort', 'q', 'name']}>
      {open === 'operations' && <Operations />}
      {open === 'writes' && <Writes />}
      {open === 'streams' && <Streams />}
      {open === 'connections' && <Pools />}
    </Tabs>
  );
}
