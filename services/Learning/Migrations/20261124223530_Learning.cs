using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Learning.Migrations
{
    /// <inheritdoc />
    public partial class Learning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    audience_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                    table.CheckConstraint("ck_assignments_kind", "kind IN ('Lesson', 'Exam')");
                });

            migrationBuilder.CreateTable(
                name: "audience_members",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audience_members", x => new { x.person_id, x.audience_id });
                });

            migrationBuilder.CreateTable(
                name: "audiences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audiences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_questions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    topic = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    retired = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_questions", x => x.id);
                    table.CheckConstraint("ck_bank_questions_kind", "kind IN ('Single', 'Multiple', 'TrueFalse', 'FillIn', 'Ordering', 'Case')");
                });

            migrationBuilder.CreateTable(
                name: "burden_exceptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    scene = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    claimed_by = table.Column<string>(type: "text", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_burden_exceptions", x => x.id);
                    table.CheckConstraint("burden_exception_named", "scene IN ('Safety', 'Emergency') AND length(name) >= 4 AND length(reason) >= 10");
                });

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    attempt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "course_versions",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    chapters = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_versions", x => new { x.code, x.number });
                    table.CheckConstraint("ck_course_versions_state", "state IN ('Draft', 'Review', 'Published', 'Retired')");
                });

            migrationBuilder.CreateTable(
                name: "credits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    hours = table.Column<decimal>(type: "numeric", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    turn = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credits", x => x.id);
                    table.CheckConstraint("ck_credits_source", "source IN ('Lesson', 'Exam', 'Case', 'Class')");
                    table.CheckConstraint("ck_credits_turn", "turn > 0 AND (turn % 2 = 1) = (hours > 0)");
                });

            migrationBuilder.CreateTable(
                name: "exam_answers",
                columns: table => new
                {
                    attempt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    given = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam_answers", x => new { x.attempt_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "exam_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    paper = table.Column<string>(type: "jsonb", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: true),
                    passed = table.Column<bool>(type: "boolean", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam_attempts", x => x.id);
                    table.CheckConstraint("ck_exam_attempts_state", "state IN ('Running', 'Submitted', 'Marked')");
                });

            migrationBuilder.CreateTable(
                name: "exam_key_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    answers = table.Column<string>(type: "jsonb", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam_key_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exam_marks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam_marks", x => x.id);
                    table.CheckConstraint("ck_exam_marks_points", "points >= 0");
                });

            migrationBuilder.CreateTable(
                name: "exam_questions",
                columns: table => new
                {
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    question_id = table.Column<Guid>(type: "uuid", nullable: false),
                    section = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    points = table.Column<decimal>(type: "numeric", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam_questions", x => new { x.exam_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "exams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    blueprint = table.Column<string>(type: "jsonb", nullable: false),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    pass_points = table.Column<decimal>(type: "numeric", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    credit_hours = table.Column<decimal>(type: "numeric", nullable: false),
                    audience_id = table.Column<Guid>(type: "uuid", nullable: true),
                    seed = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exams", x => x.id);
                    table.CheckConstraint("ck_exams_figures", "minutes BETWEEN 1 AND 600 AND attempts BETWEEN 1 AND 10 AND pass_points >= 0 AND credit_hours >= 0");
                    table.CheckConstraint("ck_exams_state", "state IN ('Draft', 'Published')");
                    table.CheckConstraint("ck_exams_window", "closes_at > opens_at");
                });

            migrationBuilder.CreateTable(
                name: "feed_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    personalised = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feed_preferences", x => x.person_id);
                });

            migrationBuilder.CreateTable(
                name: "forged_packs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sent_by = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forged_packs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pack_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_items", x => x.id);
                    table.CheckConstraint("ck_meeting_items_kind", "kind IN ('Held', 'Attendance', 'Answer')");
                    table.CheckConstraint("ck_meeting_items_outcome", "outcome IN ('Accepted', 'Conflict', 'Review')");
                });

            migrationBuilder.CreateTable(
                name: "meeting_packs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    leader_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    lesson_code = table.Column<string>(type: "text", nullable: false),
                    question_key = table.Column<string>(type: "text", nullable: false),
                    roster = table.Column<string>(type: "jsonb", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_packs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person_tags",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tag = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_tags", x => new { x.person_id, x.tag });
                });

            migrationBuilder.CreateTable(
                name: "retarget_queue",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retarget_queue", x => x.person_id);
                });

            migrationBuilder.CreateTable(
                name: "videos",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    duration = table.Column<long>(type: "bigint", nullable: false),
                    required_share = table.Column<decimal>(type: "numeric", nullable: false),
                    fastest_rate = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_videos", x => x.id);
                    table.CheckConstraint("ck_videos_figures", "duration > 0 AND required_share > 0 AND required_share <= 1 AND fastest_rate BETWEEN 1 AND 2");
                });

            migrationBuilder.CreateTable(
                name: "watch_progress",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    covered = table.Column<string>(type: "jsonb", nullable: false),
                    flags = table.Column<string>(type: "jsonb", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    appeal = table.Column<string>(type: "text", nullable: true),
                    appeal_upheld = table.Column<bool>(type: "boolean", nullable: true),
                    appeal_reason = table.Column<string>(type: "text", nullable: true),
                    appeal_decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_progress", x => new { x.person_id, x.video_id });
                });

            migrationBuilder.CreateTable(
                name: "watch_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    spent = table.Column<long>(type: "bigint", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_sessions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_audience_id",
                table: "assignments",
                column: "audience_id",
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audience_members_audience_id",
                table: "audience_members",
                column: "audience_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_questions_code",
                table: "bank_questions",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bank_questions_topic_kind",
                table: "bank_questions",
                columns: new[] { "topic", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_burden_exceptions_claimed_at",
                table: "burden_exceptions",
                column: "claimed_at");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_attempt_id",
                table: "certificates",
                column: "attempt_id",
                unique: true,
                filter: "revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_number",
                table: "certificates",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_certificates_person_id",
                table: "certificates",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_course_versions_code",
                table: "course_versions",
                column: "code",
                unique: true,
                filter: "state IN ('Draft', 'Review')");

            migrationBuilder.CreateIndex(
                name: "ix_course_versions_code1",
                table: "course_versions",
                column: "code",
                unique: true,
                filter: "state = 'Published'");

            migrationBuilder.CreateIndex(
                name: "ix_credits_person_id_source_source_id_turn",
                table: "credits",
                columns: new[] { "person_id", "source", "source_id", "turn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credits_person_id_year",
                table: "credits",
                columns: new[] { "person_id", "year" });

            migrationBuilder.CreateIndex(
                name: "ix_exam_attempts_ends_at",
                table: "exam_attempts",
                column: "ends_at",
                filter: "state = 'Running'");

            migrationBuilder.CreateIndex(
                name: "ix_exam_attempts_exam_id_person_id_number",
                table: "exam_attempts",
                columns: new[] { "exam_id", "person_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exam_key_changes_exam_id_number",
                table: "exam_key_changes",
                columns: new[] { "exam_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_exam_marks_attempt_id_number",
                table: "exam_marks",
                columns: new[] { "attempt_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_items_pack_id_item_id",
                table: "meeting_items",
                columns: new[] { "pack_id", "item_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_items_pack_id_kind_person_id",
                table: "meeting_items",
                columns: new[] { "pack_id", "kind", "person_id" },
                unique: true,
                filter: "outcome = 'Accepted'");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_packs_unit_path_day",
                table: "meeting_packs",
                columns: new[] { "unit_path", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_watch_sessions_person_id",
                table: "watch_sessions",
                column: "person_id",
                unique: true,
                filter: "open");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "audience_members");

            migrationBuilder.DropTable(
                name: "audiences");

            migrationBuilder.DropTable(
                name: "bank_questions");

            migrationBuilder.DropTable(
                name: "burden_exceptions");

            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropTable(
                name: "course_versions");

            migrationBuilder.DropTable(
                name: "credits");

            migrationBuilder.DropTable(
                name: "exam_answers");

            migrationBuilder.DropTable(
                name: "exam_attempts");

            migrationBuilder.DropTable(
                name: "exam_key_changes");

            migrationBuilder.DropTable(
                name: "exam_marks");

            migrationBuilder.DropTable(
                name: "exam_questions");

            migrationBuilder.DropTable(
                name: "exams");

            migrationBuilder.DropTable(
                name: "feed_preferences");

            migrationBuilder.DropTable(
                name: "forged_packs");

            migrationBuilder.DropTable(
                name: "meeting_items");

            migrationBuilder.DropTable(
                name: "meeting_packs");

            migrationBuilder.DropTable(
                name: "person_tags");

            migrationBuilder.DropTable(
                name: "retarget_queue");

            migrationBuilder.DropTable(
                name: "videos");

            migrationBuilder.DropTable(
                name: "watch_progress");

            migrationBuilder.DropTable(
                name: "watch_sessions");
        }
    }
}
