select * from {{ source('city', 'members') }}
