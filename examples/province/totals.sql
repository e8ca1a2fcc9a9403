-- 全省合计和可以公布的部分。放在 data/ 旁边，用 DuckDB 运行：duckdb < totals.sql，或
--   python -c "import duckdb, pathlib; duckdb.execute(pathlib.Path('totals.sql').read_text('utf-8'))"
-- 读：data/county=<县编号>/answers-<学期>.parquet，各县用 zhidu checklist export --format parquet 写出。
-- 写：totals.csv（准数，内部资料，不公开）和 published.csv（达标的占百分之几到几，可以公开）。

-- 问到的学校不到这么多县的一项，不公布。
SET VARIABLE least_counties = 3;

CREATE OR REPLACE TEMP VIEW answers AS
FROM read_parquet('data/county=*/answers-*.parquet', hive_partitioning = true, hive_types = {'county': VARCHAR});

-- 一所学校一个学期一项只能有一行：下面数学校靠这一点。每所学校的项目记成一串位，有两行的，位就比行少。
CREATE OR REPLACE TEMP TABLE items AS
SELECT item, row_number() OVER (ORDER BY item) AS place FROM (SELECT DISTINCT item FROM answers);

SELECT CASE WHEN count(*) > 0 THEN error('有学校的一项不止一行：' || min(county || ' ' || term || ' ' || school)) END AS twice
FROM (
  SELECT county, term, school
  FROM answers JOIN items USING (item)
  GROUP BY ALL
  HAVING bit_count(bitstring_agg(place, 1, 1024)) <> count(*)
);

-- 一格：一个县、一个学期、一类学校、一项。适用的才算，whole 就是几所学校。
CREATE OR REPLACE TEMP TABLE cells AS
SELECT
  county, term, institution, policy, item,
  count(*) FILTER (status = 'met') AS met,
  count(*) FILTER (status = 'partial') AS partial,
  count(*) FILTER (status = 'not-met') AS not_met,
  count(*) FILTER (status = 'unknown') AS unknown,
  count(*) AS whole
FROM answers
WHERE applies AND status <> 'not-applicable'
GROUP BY ALL;

-- 每一行再说几个县、至少几所学校（答得最多的一项有几所；数准了要记住每一所学校）。
CREATE OR REPLACE TEMP TABLE totals AS
WITH told AS (
  SELECT *, unnest([
    {'kind': 'all', 'id': ''},
    {'kind': 'policy', 'id': policy},
    {'kind': 'institution', 'id': institution},
    {'kind': 'item', 'id': item}
  ], recursive := true)
  FROM cells
), summed AS (
  SELECT
    term, county, kind, id, item,
    sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
    sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole
  FROM told GROUP BY ALL
), of_counties AS (
  SELECT
    term, county, kind, id,
    sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
    sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole, 1::BIGINT AS counties, max(whole) AS schools
  FROM summed GROUP BY ALL
)
FROM of_counties
UNION ALL BY NAME
SELECT
  term, '' AS county, kind, id,
  sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
  sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole, sum(counties)::BIGINT AS counties, sum(schools)::BIGINT AS schools
FROM of_counties GROUP BY ALL;

-- 公布的，与县里一样：每一项只说问到的学校里达标的占多少，写在哪一段里。段怎样分只看问了几所（填“不适用”的也算问到了），
-- 每一段容得下三个不同的数；制度和全部由各项的段相加，没有另外数过。再说别的，两头一减就剩不下三个数。
CREATE OR REPLACE TEMP TABLE published AS
WITH asked AS (
  SELECT term, policy, item, count(*) AS asked, count(*) FILTER (status = 'met') AS met, count(DISTINCT county) AS counties
  FROM answers WHERE applies GROUP BY ALL
), cut AS (
  SELECT *, CASE
    WHEN counties < getvariable('least_counties') THEN NULL
    WHEN asked >= 59 THEN 20 WHEN asked >= 29 THEN 10 WHEN asked >= 14 THEN 5
    WHEN asked >= 11 THEN 4 WHEN asked >= 8 THEN 3 WHEN asked >= 5 THEN 2 END AS parts
  FROM asked
), banded AS (
  SELECT *, least(parts * met // asked, parts - 1) AS band FROM cut
), ranges AS (
  SELECT *, unnest([
    {'kind': 'all', 'id': ''},
    {'kind': 'policy', 'id': policy},
    {'kind': 'item', 'id': item}
  ], recursive := true),
    (band * asked + parts - 1) // parts AS lowest,
    CASE WHEN band = parts - 1 THEN asked ELSE ((band + 1) * asked - 1) // parts END AS highest
  FROM banded
), summed AS (
  SELECT
    term, kind, id, count(parts) = 0 AS hidden, count(parts) AS items,
    5 * floor(20 * sum(lowest) / sum(asked) FILTER (parts IS NOT NULL)) AS least,
    5 * ceil(20 * sum(highest) / sum(asked) FILTER (parts IS NOT NULL)) AS most,
    min(100 * band / parts) AS low, min(100 * (band + 1) / parts) AS high
  FROM ranges GROUP BY ALL
)
SELECT
  term, kind, id, hidden,
  round(CASE WHEN items = 1 THEN low ELSE least END, 1) AS low,
  round(CASE WHEN items = 1 THEN high ELSE most END, 1) AS high
FROM summed;

COPY (FROM totals ORDER BY ALL) TO 'totals.csv' (FORMAT csv, HEADER);
COPY (FROM published ORDER BY ALL) TO 'published.csv' (FORMAT csv, HEADER);
