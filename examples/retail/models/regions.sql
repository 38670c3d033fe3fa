select region_id, region_name, country, manager
from {{ source('shop', 'regions') }}
