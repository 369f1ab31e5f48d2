-- An upsert, so that a price written twice, or a second run of the copy, does no harm.
CREATE FUNCTION copy_product_price() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_prices (product_id, currency, amount)
    VALUES (NEW.id, 'EUR', NEW.price)
    ON CONFLICT (product_id, currency) DO UPDATE SET amount = excluded.amount;
    RETURN NULL;
END
$$;

CREATE TRIGGER products_copy_price
    AFTER INSERT OR UPDATE OF price ON products
    FOR EACH ROW WHEN (NEW.price IS NOT NULL)
    EXECUTE FUNCTION copy_product_price();
