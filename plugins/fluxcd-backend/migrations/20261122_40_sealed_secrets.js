// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  /**
   * Exact text, as in the first migration.
   *
   * @param {import('knex').Knex.CreateTableBuilder} table
   */
  const exactText = table => {
    if (!String(knex.client.config.client).includes('mysql')) return;
    table.charset('utf8mb4');
    table.collate('utf8mb4_bin');
  };
  await knex.schema.createTable('sealed_secrets', table => {
    exactText(table);
    table.comment('Secrets of cluster sources, sealed as those of clusters');
    table.string('owner', 63).notNullable().comment('Id of the source');
    table.string('key', 255).notNullable();
    table.text('token', 'longtext').notNullable().comment('Fernet token');
    table.string('key_id', 16).notNullable().comment('Which key sealed it');
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.primary(['owner', 'key']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sealed_secrets');
};
