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
  await knex.schema.createTable('cluster_settings', table => {
    exactText(table);
    table.comment(
      'How a cluster is kept current, where it is not as configured',
    );
    table.string('cluster_id', 36).primary().notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.boolean('auto_sync').comment('NULL: as configured');
    table.integer('resync_minutes').comment('NULL: as configured; 0: never');
  });
  await knex.schema.createTable('cluster_connection_events', table => {
    exactText(table);
    table.comment('The last changes of the link to each cluster');
    table.bigIncrements('id');
    table.string('cluster_id', 36).notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('at', 24).notNullable();
    table.string('state', 16).notNullable();
    table.string('reason', 32);
    table.text('message');
    table.index(['cluster_id', 'id'], 'cluster_connection_events_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cluster_connection_events');
  await knex.schema.dropTable('cluster_settings');
};
