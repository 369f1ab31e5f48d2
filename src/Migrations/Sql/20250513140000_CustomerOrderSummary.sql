-- The body is parsed when the function is made, not when it is called: PostgreSQL then knows
-- that it needs line_total, and refuses to drop the column from under it.
CREATE FUNCTION order_total(order_id bigint) RETURNS numeric
    LANGUAGE sql STABLE
    RETURN (SELECT coalesce(sum(line.line_total), 0) FROM order_lines AS line WHERE line.order_id = order_total.order_id);

-- Columns by name. SELECT * would be frozen to the columns of today without saying so.
CREATE VIEW customer_order_summary AS
    SELECT customers.id AS customer_id,
           count(orders.id) AS order_count,
           coalesce(sum(order_total(orders.id)), 0) AS total_spent,
           max(orders.placed_at) AS last_order_at
    FROM customers
    LEFT JOIN orders ON orders.customer_id = customers.id AND orders.status <> 'cancelled'
    GROUP BY customers.id;
