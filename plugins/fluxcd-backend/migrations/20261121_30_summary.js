// @ts-check

/**
 * What the summary of the fleet and the filters of the activity are read by.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('resources', table => {
    table
      .string('settled_status', 16)
      .comment('Last status that was not one on the way to another');
    table
      .string('changed_at', 24)
      .comment('When it settled in another status or got another revision')
      .index('resources_changed_idx');
    table.index(['status', 'status_since'], 'resources_status_since_idx');
  });
  await knex.schema.alterTable('activities', table => {
    table.index(
      ['action', 'outcome', 'cluster_name'],
      'activities_choices_idx',
    );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('activities', table => {
    table.dropIndex([], 'activities_choices_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table.dropIndex([], 'resources_status_since_idx');
    table.dropIndex([], 'resources_changed_idx');
    table.dropColumn('changed_at');
    table.dropColumn('settled_status');
  });
};
