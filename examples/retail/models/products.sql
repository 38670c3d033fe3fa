select product_id, product_name, category, brand, list_price, unit_cost
from {{ source('shop', 'products') }}
