select
  order_item_id,
  order_id,
  product_id,
  quantity,
  unit_price,
  discount_percent,
  cast(quantity * unit_price * (100 - discount_percent) / 100 as decimal(12, 2)) as line_total,
  cast(quantity * unit_cost as decimal(12, 2)) as line_cost
from {{ source('shop', 'order_items') }}
