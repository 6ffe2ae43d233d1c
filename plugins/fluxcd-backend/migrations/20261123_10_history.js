// @ts-check

/**
 * What happened to resources, kept longer than the resources themselves.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('resource_history', table => {
    // Exact text, as in the first migration.
    if (String(knex.client.config.client).includes('mysql')) {
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    table.comment('What happened to resources, also to those that are gone');
    table
      .string('id', 32)
      .primary()
      .notNullable()
      .comment('Derived from the content: nothing is recorded twice');
    table
      .string('resource_id', 32)
      .notNullable()
      .comment('Not a foreign key: outlives the row');
    table.string('cluster_id', 36).notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('api_group', 128).notNullable();
    table.string('kind', 63).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.string('uid', 64).notNullable();
    table.string('type', 16).notNullable();
    table
      .string('at', 24)
      .notNullable()
      .comment('Never moves: pages are cut here');
    table
      .string('last_at', 24)
      .notNullable()
      .comment('Retention counts from here');
    table.string('status', 16);
    table.string('previous_status', 16);
    table.string('outcome', 64);
    table.string('reason', 255);
    table.text('message');
    table.string('revision', 512);
    table.string('previous_revision', 512);
    table.integer('run_count').comment('A total, replaced and never added to');
    table.integer('duration_ms');
    table.string('action', 64);
    table.string('chart', 253);
    table.string('app_version', 128);
    table.integer('release_version');
    table.index(['resource_id', 'at', 'id'], 'resource_history_resource_idx');
    table.index(['cluster_id', 'at', 'id'], 'resource_history_cluster_idx');
    table.index(['at', 'id'], 'resource_history_at_idx');
    table.index(['last_at'], 'resource_history_last_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table
      .string('settled_since', 24)
      .comment('Since of the status in which it settled, by its cluster');
    table
      .string('history_digest', 32)
      .comment('Tells whether the history in its status has changed');
  });
  // What is stored was written without the history: list every kind anew.
  await knex('cluster_kinds').update({ resource_version: null });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('resources', table => {
    table.dropColumn('settled_since');
    table.dropColumn('history_digest');
  });
  await knex.schema.dropTable('resource_history');
};
