import type { Step } from '../materialise.ts';

const FIRST_DAY = "DATE '2023-11-01'";
const LAST_DAY = "DATE '2026-10-31'";
const CUSTOMERS = 9000;
const PRODUCTS = 240;
const ORDERS = 60_000;
const BROWSING_SESSIONS = 130_000;

const regions: Step = {
  label: 'regions',
  sql: `CREATE TABLE raw.regions AS SELECT * FROM (VALUES
    (1, 'North', 'United States', 'Ada Lindqvist'), (2, 'South', 'United States', 'Marco Pinto'),
    (3, 'East', 'United States', 'Grace Oduya'), (4, 'West', 'United States', 'Tomas Varga'),
    (5, 'Central', 'United States', 'Yuki Arai'), (6, 'Canada', 'Canada', 'Élodie Roy')
  ) t(region_id, region_name, country, manager)`,
};

/** Customers are numbered by the day on which they signed up; the flow grows over time. */
const customers: Step = {
  label: 'customers',
  sql: `CREATE TABLE raw.customers AS
    SELECT i::INTEGER AS customer_id,
      pick(['Anna','Ben','Carla','David','Emma','Felix','Greta','Hugo','Ines','Jonas','Kira','Liam','Mona','Noah','Olga','Paul','Quinn','Rosa','Sven','Tara','Uma','Viktor','Wanda','Yara'], u('first', i))
        || ' ' ||
      pick(['Abbott','Baker','Castro','Dahl','Engel','Fischer','Garcia','Hansen','Ito','Jensen','Kowalski','Lopez','Meyer','Nilsson','Okafor','Patel','Quist','Rossi','Silva','Tanaka','Ueda','Vogel','Weber','Young','Zhang'], u('last', i))
        || ' ' || lpad(i::VARCHAR, 4, '0') AS customer_name,
      pick(['example.com','mail.example','post.example','shop.example'], u('domain', i)) AS email_domain,
      CASE WHEN u('segment', i) < 0.72 THEN 'Consumer' WHEN u('segment', i) < 0.93 THEN 'Small business' ELSE 'Enterprise' END AS segment,
      pick([1,1,2,2,2,3,3,3,3,3,4,4,4,4,5,5,6], u('region', i))::INTEGER AS region_id,
      (DATE '2022-11-01' + cast(floor(pow((i - 0.5) / ${CUSTOMERS}, 0.8) * 1440) AS INTEGER))::DATE AS signed_up_on,
      CASE WHEN u('newsletter', i) < 0.08 THEN NULL ELSE u('newsletter', i) < 0.55 END AS is_subscriber
    FROM range(1, ${CUSTOMERS} + 1) r(i)`,
};

const products: Step = {
  label: 'products',
  sql: `CREATE TABLE raw.products AS
    WITH kinds AS (SELECT i, 1 + (i * 7) % 8 AS kind FROM range(1, ${PRODUCTS} + 1) r(i)),
    named AS (SELECT *,
      ['Kitchen','Garden','Outdoor','Office','Lighting','Textiles','Toys','Electronics'][kind] AS category,
      [['Pan','Kettle','Knife set'],['Planter','Spade','Hose'],['Tent','Backpack','Lantern'],['Desk','Chair','Organiser'],['Floor lamp','Pendant','Spotlight'],['Blanket','Curtain','Cushion'],['Puzzle','Building set','Board game'],['Speaker','Headphones','Charger']][kind] AS goods,
      [38, 27, 92, 145, 64, 33, 24, 118][kind] AS base FROM kinds)
    SELECT i::INTEGER AS product_id,
      pick(['Birch','Coast','Delta','Ember','Fjord','Grove','Harbor','Iris','Juniper','Lumen'], u('series', i)) || ' ' || pick(goods, u('goods', i)) || ' ' || i AS product_name,
      category,
      pick(['Norra','Oakline','Pavo','Quartz','Riva','Solis'], u('brand', i)) AS brand,
      cast(base * (0.4 + 1.8 * pow(u('price', i), 2)) AS DECIMAL(10, 2)) AS list_price,
      cast(base * (0.4 + 1.8 * pow(u('price', i), 2)) * (0.45 + 0.25 * u('cost', i)) AS DECIMAL(10, 2)) AS unit_cost
    FROM named`,
};

/** How busy each day is: growth, the season, the day of the week, and the week of the big sales. */
const days = `
  SELECT day, sum(weight) OVER (ORDER BY day) / sum(weight) OVER () AS upto FROM (
    SELECT day::DATE AS day,
      (1 + 0.75 * date_diff('day', ${FIRST_DAY}, day::DATE) / 1095.0)
      * [0.78, 0.80, 0.92, 0.98, 1.04, 1.06, 0.94, 0.90, 0.99, 1.05, 1.42, 1.66][month(day)]
      * [1.22, 0.92, 0.88, 0.90, 0.97, 1.10, 1.28][dayofweek(day) + 1]
      * CASE WHEN month(day) = 11 AND dayofmonth(day) BETWEEN 23 AND 30 THEN 1.9 WHEN month(day) = 12 AND dayofmonth(day) > 23 THEN 0.5 ELSE 1 END AS weight
    FROM range(${FIRST_DAY}::TIMESTAMP, (${LAST_DAY} + 1)::TIMESTAMP, INTERVAL 1 DAY) r(day))`;

const orders: Step = {
  label: 'orders',
  sql: `CREATE TABLE raw.orders AS
    WITH days AS (${days}),
    placed AS (
      SELECT i, (SELECT count(*) FROM days WHERE upto < (i - 0.5) / ${ORDERS}) AS offset_days FROM range(1, ${ORDERS} + 1) r(i)),
    dated AS (SELECT i, (${FIRST_DAY} + offset_days::INTEGER)::DATE AS day FROM placed),
    known AS (SELECT signed_up_on, max(customer_id) AS highest FROM raw.customers GROUP BY 1),
    chosen AS (
      SELECT i, day, (1 + ((1 + floor(pow(u('customer', i), 1.9) * highest)::BIGINT) * 7919) % highest)::INTEGER AS customer_id
      FROM dated ASOF JOIN known ON dated.day >= known.signed_up_on)
    SELECT i::INTEGER AS order_id, customer_id,
      day + to_seconds(cast(86399 * (0.25 * u('hour', i) + 0.75 * (0.33 + 0.6 * (u('noon', i) + u('evening', i)) / 2)) AS BIGINT)) AS ordered_at,
      CASE WHEN u('status', i) < 0.91 THEN 'completed' WHEN u('status', i) < 0.965 THEN 'returned' ELSE 'cancelled' END AS status,
      CASE WHEN u('channel', i) < 0.44 THEN 'web' WHEN u('channel', i) < 0.74 THEN 'mobile app' WHEN u('channel', i) < 0.90 THEN 'store' ELSE 'marketplace' END AS channel,
      cast(pick([0, 0, 4.9, 4.9, 4.9, 9.9], u('shipping', i)) AS DECIMAL(10, 2)) AS shipping_fee,
      row_number() OVER (PARTITION BY customer_id ORDER BY i) = 1 AS is_first_order
    FROM chosen`,
};

const orderItems: Step = {
  label: 'order items',
  sql: `CREATE TABLE raw.order_items AS
    WITH lines AS (
      SELECT order_id, line, order_id * 10 + line AS key, segment
      FROM raw.orders JOIN raw.customers USING (customer_id), range(1, 6) l(line)
      WHERE line <= 1 + floor(pow(u('lines', order_id), 1.7) * CASE segment WHEN 'Enterprise' THEN 5 ELSE 4 END)),
    chosen AS (
      SELECT *, (1 + (floor(pow(u('product', key), 1.6) * ${PRODUCTS})::INTEGER * 37) % ${PRODUCTS})::INTEGER AS product_id FROM lines)
    SELECT (row_number() OVER (ORDER BY key))::INTEGER AS order_item_id, order_id::INTEGER AS order_id, product_id,
      (1 + floor(pow(u('quantity', key), 3) * CASE segment WHEN 'Consumer' THEN 3 WHEN 'Small business' THEN 6 ELSE 14 END))::INTEGER AS quantity,
      p.list_price AS unit_price, p.unit_cost,
      pick([0, 0, 0, 0, 0, 0, 5, 10, 15, 25], u('discount', key))::INTEGER AS discount_percent
    FROM chosen JOIN raw.products p USING (product_id)`,
};

/** One session for each order of the web shop and the app, and the many that ended in none. */
const sessions: Step = {
  label: 'sessions',
  sql: `CREATE TABLE raw.sessions AS
    WITH days AS (${days}),
    browsing AS (
      SELECT i, (${FIRST_DAY} + (SELECT count(*) FROM days WHERE upto < (i - 0.5) / ${BROWSING_SESSIONS})::INTEGER)::DATE AS day
      FROM range(1, ${BROWSING_SESSIONS} + 1) r(i)),
    visits AS (
      SELECT ordered_at - to_seconds(cast(120 + 900 * u('before', order_id) AS BIGINT)) AS started_at, customer_id, order_id, channel = 'mobile app' AS in_app
      FROM raw.orders WHERE channel IN ('web', 'mobile app')
      UNION ALL
      SELECT day + to_seconds(cast(86399 * u('visit', i) AS BIGINT)),
        CASE WHEN u('signed in', i) < 0.35 THEN (1 + floor(u('visitor', i) * 1500))::INTEGER END, NULL, u('app', i) < 0.3
      FROM browsing),
    numbered AS (SELECT *, row_number() OVER (ORDER BY started_at, order_id NULLS LAST, customer_id NULLS LAST, in_app) AS n FROM visits)
    SELECT n::INTEGER AS session_id, started_at, customer_id, order_id,
      pick(['search','search','search','direct','direct','newsletter','social','social','partner'], u('source', n)) AS traffic_source,
      CASE WHEN in_app THEN pick(['phone','phone','phone','tablet'], u('device', n)) ELSE pick(['desktop','desktop','phone','phone','tablet'], u('device', n)) END AS device,
      (1 + floor(pow(u('pages', n), 2.2) * 24) + CASE WHEN order_id IS NULL THEN 0 ELSE 4 END)::INTEGER AS page_views,
      (15 + floor(pow(u('length', n), 2.5) * 1500) + CASE WHEN order_id IS NULL THEN 0 ELSE 120 END)::INTEGER AS duration_seconds
    FROM numbered`,
};

/** The raw tables of the shop, in the order in which they need each other. */
export const tables: readonly Step[] = [regions, customers, products, orders, orderItems, sessions];
