import { expect } from 'chai';
import { anything, isoTime, isTrueOrFalse, listOf, objectOf, only, type Rule, text } from './shape';
import type { VendorRules } from './vendor';

const uuid = text({
  like: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
});
const uuid7 = text({
  like: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
});

const isPlain: Rule = (value, path) => {
  expect(value, path).to.be.an('object');
};

/** Ids by which nobody can be merged with anyone: PostHog takes them for mistakes. */
const illegalIds =
  /^\s*$|^(anonymous|guest|distinctid|distinct_id|id|not_authenticated|email|undefined|true|false|null|none|nan|0)$/i;

/** PostHog's own properties, which begin with `$`; any other name is the app's. */
const own: Readonly<Record<string, Rule>> = {
  $insert_id: text(),
  $lib: text(),
  $lib_version: text(),
  $session_id: uuid7,
  $current_url: text(),
  $host: text(),
  $pathname: text(),
  $title: text(),
  $referrer: text(),
  $referring_domain: text(),
  $screen_width: anything,
  $screen_height: anything,
  $screen_name: text(),
  $raw_user_agent: text(),
  $browser_language: text(),
  $timezone: text(),
  $app_version: text(),
  $groups: isPlain,
  $ip: (value, path) => value === null || text()(value, path),
  $geoip_disable: only(true),
  $process_person_profile: only(false),
  $anon_distinct_id: text(),
  $set: isPlain,
  $group_type: text(),
  $group_key: text(),
  $group_set: isPlain,
};

/** What else begins with a dollar sign is the app's: PostHog keeps it as it is. */
const looksReserved = /^\$[a-z][a-z_]+$/;

const properties: Rule = (value, path) => {
  expect(value, path).to.be.an('object');
  for (const [key, one] of Object.entries(value as object)) {
    if (!looksReserved.test(key)) continue;
    const rule = Object.hasOwn(own, key) ? own[key] : undefined;
    if (!rule) throw new Error(`${path}.${key} is none of PostHog's`);
    rule(one, `${path}.${key}`);
  }
};

const shape = objectOf(
  {
    uuid,
    event: text({ longest: 200 }),
    distinct_id: text({ longest: 200 }),
    timestamp: isoTime,
    properties,
  },
  { required: ['uuid', 'event', 'distinct_id', 'timestamp', 'properties'] },
);

const needed: Readonly<Record<string, readonly string[]>> = {
  $identify: ['$set'],
  $set: ['$set'],
  $groupidentify: ['$group_type', '$group_key', '$group_set'],
  $create_alias: ['alias'],
};

const event: Rule = (value, path) => {
  shape(value, path);
  const {
    event: name,
    distinct_id,
    properties: given,
  } = value as {
    event: string;
    distinct_id: string;
    properties: Record<string, unknown>;
  };
  const keys = Object.hasOwn(needed, name) ? needed[name] : undefined;
  if (keys) {
    expect(given, path).to.include.all.keys([...keys]);
    expect(given, path).not.to.have.property('$process_person_profile');
  }
  const merged = given.$anon_distinct_id ?? (name === '$create_alias' ? given.alias : undefined);
  if (merged === undefined) return;
  expect(merged, path).not.to.equal(distinct_id);
  for (const id of [merged, distinct_id]) expect(id, path).not.to.match(illegalIds);
};

/** https://posthog.com/docs/api/capture and https://posthog.com/docs/product-analytics/group-analytics */
export const posthogRules = (key: string): VendorRules => ({
  check({ path, headers, text: sent, body }) {
    expect(path).to.equal('/batch/');
    expect(headers['content-type']).to.equal('application/json');
    expect(Buffer.byteLength(sent), 'bytes').to.be.below(20_000_000);
    objectOf(
      {
        api_key: only(key),
        historical_migration: isTrueOrFalse,
        batch: listOf(event, { most: 100_000 }),
      },
      { required: ['api_key', 'batch'] },
    )(body, 'body');
  },
  answer: () => ({ status: 200, body: '{"status":1}' }),
});
