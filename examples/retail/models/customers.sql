select customer_id, customer_name, email_domain, segment, region_id, signed_up_on, is_subscriber
from {{ source('shop', 'customers') }}
