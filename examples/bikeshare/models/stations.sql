select * from {{ source('city', 'stations') }}
