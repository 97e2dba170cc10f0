"""What can be in a message on Telegram? Content, envelope, or what Telegram itself notes.

A test holds this against Telegram's own list of fields.
"""

KINDS = {
    "animation": "image",
    "audio": "audio",
    "checklist": "checklist",
    "contact": "contact",
    "dice": "dice",
    "document": "document",
    "game": "game",
    "gift": "gift",
    "giveaway": "giveaway",
    "giveaway_winners": "giveaway",
    "invoice": "invoice",
    "live_photo": "image",
    "location": "location",
    "paid_media": "image",
    "passport_data": "document",
    "photo": "image",
    "poll": "poll",
    "rich_message": "rich_message",
    "sticker": "sticker",
    "story": "story",
    "unique_gift": "gift",
    "venue": "location",
    "video": "video",
    "video_note": "video_note",
    "voice": "voice",
}
"""Telegram's fields for what is no text, and what we call it."""

COMPANIONS = {"animation": "document", "venue": "location", "live_photo": "photo"}
"""Fields that Telegram fills in beside another for the sake of old programs."""

_ENVELOPE = """
    author_signature business_connection_id caption caption_entities chat date
    direct_messages_topic edit_date effect_id entities external_reply forward_origin from
    guest_bot_caller_chat guest_bot_caller_user guest_query_id has_media_spoiler
    has_protected_content is_automatic_forward is_from_offline is_paid_post is_topic_message
    link_preview_options media_group_id message_id message_thread_id paid_star_count quote
    reply_markup reply_to_checklist_task_id reply_to_message reply_to_poll_option_id
    reply_to_story sender_boost_count sender_business_bot sender_chat sender_tag
    show_caption_above_media suggested_post_info text via_bot
"""
ENVELOPE = frozenset(_ENVELOPE.split())
"""What stands around a message."""

_SERVICE = """
    boost_added channel_chat_created chat_background_set chat_owner_changed chat_owner_left
    chat_shared checklist_tasks_added checklist_tasks_done connected_website delete_chat_photo
    direct_message_price_changed forum_topic_closed forum_topic_created forum_topic_edited
    forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
    gift_upgrade_sent giveaway_completed giveaway_created group_chat_created left_chat_member
    managed_bot_created message_auto_delete_timer_changed migrate_from_chat_id
    migrate_to_chat_id new_chat_members new_chat_photo new_chat_title paid_message_price_changed
    pinned_message poll_option_added poll_option_deleted proximity_alert_triggered
    refunded_payment successful_payment suggested_post_approval_failed suggested_post_approved
    suggested_post_declined suggested_post_paid suggested_post_refunded supergroup_chat_created
    users_shared video_chat_ended video_chat_participants_invited video_chat_scheduled
    video_chat_started web_app_data write_access_allowed
"""
SERVICE = frozenset(_SERVICE.split())
"""What Telegram itself notes in a chat; nobody said it."""

OTHER = "other"
"""Something to be seen that was invented after this was written."""
