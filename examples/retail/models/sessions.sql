select
  session_id,
  started_at,
  customer_id,
  order_id,
  traffic_source,
  device,
  page_views,
  duration_seconds,
  order_id is not null as has_order
from {{ source('shop', 'sessions') }}
