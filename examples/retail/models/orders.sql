with totals as (
  select order_id, sum(line_total) as items_total, sum(quantity) as item_count
  from {{ ref('order_items') }}
  group by order_id
)
select
  o.order_id,
  o.customer_id,
  o.ordered_at,
  cast(o.ordered_at as date) as order_date,
  o.status,
  o.channel,
  cast(t.item_count as integer) as item_count,
  o.shipping_fee,
  cast(t.items_total as decimal(12, 2)) as order_total,
  o.is_first_order
from {{ source('shop', 'orders') }} as o
join totals as t on t.order_id = o.order_id
