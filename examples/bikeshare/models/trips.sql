select
  trip_key,
  departed_at,
  cast(departed_at as date) as trip_day,
  from_station,
  to_station,
  member_key,
  bike_kind,
  minutes,
  kilometres,
  fare,
  from_station = to_station as is_round_trip
from {{ source('city', 'trips') }}
