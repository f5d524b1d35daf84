import { expect } from 'chai';
import { either, integer, listOf, number, objectOf, only, type Rule, text } from './shape';
import type { VendorRules } from './vendor';

/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference#reserved_names */
const reservedEvents =
  /^(ad_(activeview|click|exposure|impression|query|reward)|adunit_exposure|app_(background|clear_data|exception|install|remove|store_refund|store_subscription_(cancel|convert|renew)|uninstall|update|upgrade)|dynamic_link_(app_open|app_update|first_open)|error|firebase_campaign|firebase_in_app_message_(action|dismiss|impression)|first_open|first_visit|in_app_purchase|notification_(dismiss|foreground|open|receive|send)|os_update|screen_view|session_start|session_start_with_rollout|user_engagement)$/;
const reservedUserProperties =
  /^(first_open_time|first_visit_time|last_deep_link_referrer|user_id|first_open_after_install)$/;
const reservedPrefix = /^(_|firebase_|ga_|google_|gtag\.)/;
const word = /^[A-Za-z][A-Za-z0-9_]*$/;

const named = (name: string, path: string, longest: number) => {
  expect(name, `name of ${path}`).to.match(word).and.not.match(reservedPrefix);
  expect(name.length, `length of the name of ${path}`).to.be.at.most(longest);
};

const value = either(number, text({ longest: 100 }));

/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference/events#add_to_cart */
const itemFields: Readonly<Record<string, Rule>> = {
  item_id: text({ longest: 100 }),
  item_name: text({ longest: 100 }),
  item_brand: text({ longest: 100 }),
  item_category: text({ longest: 100 }),
  item_variant: text({ longest: 100 }),
  coupon: text({ longest: 100 }),
  price: number,
  quantity: integer,
  index: integer,
};
const item: Rule = (given, path) => {
  objectOf(itemFields)(given, path);
  expect(Object.keys(given as object), path).to.satisfy(
    (keys: string[]) => keys.includes('item_id') || keys.includes('item_name'),
  );
};

const special: Readonly<Record<string, Rule>> = {
  session_id: text({ like: /^\d+$/ }),
  engagement_time_msec: (given, path) => expect(given, path).to.be.a('number').above(0),
  page_location: text({ longest: 1_000 }),
  page_referrer: text({ longest: 420 }),
  page_title: text({ longest: 300 }),
  items: listOf(item, { most: 200 }),
};

const params: Rule = (given, path) => {
  expect(given, path).to.be.an('object');
  expect(Object.keys(given as object), path).to.have.length.at.most(25);
  for (const [name, one] of Object.entries(given as object)) {
    named(name, `${path}.${name}`, 40);
    (Object.hasOwn(special, name) ? special[name] : value)?.(one, `${path}.${name}`);
  }
};

const event: Rule = (given, path) => {
  objectOf(
    { name: text({ longest: 40, like: word }), params, timestamp_micros: integer },
    { required: ['name', 'params'] },
  )(given, path);
  const { name } = given as { name: string };
  named(name, path, 40);
  expect(name, path).not.to.match(reservedEvents);
};

const userProperties: Rule = (given, path) => {
  expect(Object.keys(given as object), path).to.have.length.within(1, 25);
  for (const [name, one] of Object.entries(given as object)) {
    named(name, `${path}.${name}`, 24);
    expect(name, path).not.to.match(reservedUserProperties);
    objectOf({ value: either(number, text({ longest: 36 })) }, { required: ['value'] })(one, path);
  }
};

const consented = only('GRANTED', 'DENIED');

const body = objectOf(
  {
    client_id: text({ longest: 256, like: /\S/ }),
    user_id: text({ longest: 256, like: /\S/ }),
    user_properties: userProperties,
    consent: objectOf({ ad_user_data: consented, ad_personalization: consented }),
    ip_override: text({ like: /^[0-9a-f.:]+$/ }),
    device: objectOf({
      language: text({ like: /^[a-z]{2,3}(-[a-z0-9]+)*$/ }),
      screen_resolution: text({ like: /^\d+x\d+$/ }),
    }),
    events: listOf(event, { most: 25 }),
  },
  { required: ['client_id', 'events'] },
);

/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events#limitations */
export const ga4Rules = (measurementId: string, apiSecret: string): VendorRules => ({
  check({ path, headers, text: sent, body: given }) {
    const url = new URL(path, 'http://localhost');
    expect(url.pathname).to.equal('/mp/collect');
    expect([...url.searchParams]).to.have.deep.members([
      ['measurement_id', measurementId],
      ['api_secret', apiSecret],
    ]);
    expect(headers['content-type']).to.equal('application/json');
    expect(Buffer.byteLength(sent), 'bytes').to.be.below(130_000);
    body(given, 'body');
  },
  answer: () => ({ status: 204 }),
});
