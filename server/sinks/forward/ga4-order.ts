import type { JsonObject, JsonValue } from '../../../common/analytics/event';
import { isObject } from '../../../common/is-object';
import { ga4Value } from './ga4-value';

const mostItems = 200;
const longestValue = 100;

/** Names that Segment's e-commerce events and GA4 have for the same thing. https://segment.com/docs/connections/spec/ecommerce/v2/ */
const ofOrder = { order_id: 'transaction_id', total: 'value', revenue: 'value' } as const;
const ofProduct = {
  product_id: 'item_id',
  sku: 'item_id',
  name: 'item_name',
  brand: 'item_brand',
  category: 'item_category',
  variant: 'item_variant',
  price: 'price',
  quantity: 'quantity',
  coupon: 'coupon',
  position: 'index',
} as const;

/** What GA4 has its own names for in the properties of an order or a product list. */
export function ga4Order(properties: JsonObject): {
  readonly params: JsonObject;
  readonly items: readonly JsonObject[];
} {
  const params = renamed(properties, ofOrder);
  const { products } = properties;
  const list = Array.isArray(products) ? products.slice(0, mostItems) : [];
  return { params, items: list.filter(isProduct).map(itemOf).filter(hasId) };
}

const isProduct = (value: JsonValue): value is JsonObject => isObject(value);

const itemOf = (product: JsonObject) => renamed(product, ofProduct);

/** One of the two is required. */
const hasId = (item: JsonObject) => item.item_id !== undefined || item.item_name !== undefined;

/** The first of several names for the same thing that has a value counts. */
function renamed(values: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [from, to] of Object.entries(names)) {
    if (!Object.hasOwn(values, from) || Object.hasOwn(result, to)) continue;
    const value = ga4Value(values[from], longestValue);
    if (value !== undefined) result[to] = value;
  }
  return result;
}
