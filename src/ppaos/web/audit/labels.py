"""What the audited actions are called; a test finds one that is recorded and has no title."""

from typing import Final

from ppaos.domain.measurement.instrument import Title

ACTIONS: Final[dict[str, Title]] = {
    "sign_in": Title("เข้าสู่ระบบ", "Signed in"),
    "sign_in_failed": Title("เข้าสู่ระบบไม่สำเร็จ", "Failed to sign in"),
    "sign_out": Title("ออกจากระบบ", "Signed out"),
    "password_changed": Title("เปลี่ยนรหัสผ่าน", "Changed the password"),
    "password_reset": Title("ตั้งรหัสผ่านใหม่ทางอีเมล", "Reset the password by mail"),
    "email_changed": Title("เปลี่ยนอีเมล", "Changed the mail address"),
    "second_factor_added": Title("เพิ่มปัจจัยที่สอง", "Added a second factor"),
    "second_factor_removed": Title("ถอนปัจจัยที่สอง", "Removed a second factor"),
    "second_factor_renewed": Title("ออกรหัสสำรองใหม่", "Renewed the recovery codes"),
    "second_factor_failed": Title("ปัจจัยที่สองไม่ถูกต้อง", "Second factor was wrong"),
    "provider_connected": Title("ผูกบัญชีผู้ให้บริการยืนยันตัวตน", "Connected a sign-in provider"),
    "provider_removed": Title("ถอนบัญชีผู้ให้บริการยืนยันตัวตน", "Removed a sign-in provider"),
    "account_made": Title("เปิดบัญชี", "Opened an account"),
    "account_opened": Title("เปิดบัญชีอีกครั้ง", "Opened a closed account again"),
    "account_closed": Title("ปิดบัญชี", "Closed an account"),
    "grant_changed": Title("ให้หรือถอนบทบาท", "Gave or took away a role"),
    "invited": Title("เชิญผู้ใช้", "Invited somebody"),
    "invitation_revoked": Title("ถอนคำเชิญ", "Took an invitation back"),
    "invitation_accepted": Title("รับคำเชิญ", "Accepted an invitation"),
    "token_made": Title("สร้างโทเคน", "Made a token"),
    "token_revoked": Title("ถอนโทเคน", "Took a token back"),
    "household_viewed": Title("ดูครัวเรือน", "Viewed a household"),
    "picture_printed": Title("เปิดภาพครัวเรือนเพื่อพิมพ์", "Opened a household's picture"),
    "looks_refused": Title("ดูครัวเรือนถี่เกินกำหนด", "Looked at households too often"),
    "points_viewed": Title("ดูตำแหน่งครัวเรือน", "Viewed positions of households"),
    "search": Title("ค้นหาครัวเรือน", "Searched households"),
    "id_search": Title("ค้นหาด้วยเลขประจำตัว", "Searched by citizen ID"),
    "id_search_refused": Title("ค้นหาด้วยเลขประจำตัวเกินกำหนด", "Searched by too many citizen IDs"),
    "search_saved": Title("บันทึกการค้นหา", "Saved a search"),
    "search_deleted": Title("ลบการค้นหาที่บันทึกไว้", "Deleted a saved search"),
    "unmask": Title("เปิดเลขประจำตัว", "Had a citizen ID shown"),
    "unmask_refused": Title("ขอเปิดเลขประจำตัวเกินกำหนด", "Asked for too many citizen IDs"),
    "event_recorded": Title("บันทึกการเยี่ยมหรือความช่วยเหลือ", "Recorded a visit or help"),
    "export_requested": Title("ขอส่งออกรายชื่อ", "Asked for an export"),
    "export_downloaded": Title("ดาวน์โหลดไฟล์ส่งออก", "Downloaded an export"),
    "api_read": Title("อ่านผ่าน API", "Read through the API"),
    "desk_viewed": Title("ดูโต๊ะข้อมูล", "Viewed the data desk"),
    "quarantine_downloaded": Title("ดาวน์โหลดแถวที่ถูกกัก", "Downloaded quarantined rows"),
    "import_started": Title("นำเข้าไฟล์", "Imported files"),
    "process_started": Title("คำนวณใหม่", "Computed anew"),
    "publish_started": Title("เผยแพร่รุ่นข้อมูล", "Published a version"),
    "publication_changed": Title("เปลี่ยนรุ่นข้อมูล", "Changed versions"),
    "removal_requested": Title("ขอลบรุ่นข้อมูล", "Asked to remove a version"),
    "review_decided": Title("ตัดสินคู่ระเบียน", "Decided on a pair of records"),
    "job_cancelled": Title("ยกเลิกงาน", "Cancelled work"),
    "what_if_saved": Title("บันทึกการลองเกณฑ์", "Saved a what-if"),
    "what_if_deleted": Title("ลบการลองเกณฑ์", "Deleted a what-if"),
    "boundaries_imported": Title("นำเข้าขอบเขต", "Imported boundaries"),
    "resources_imported": Title("นำเข้าทรัพยากรของพื้นที่", "Imported resources of an area"),
    "settings_changed": Title("เปลี่ยนการตั้งค่า", "Changed a setting"),
    "audit_viewed": Title("ค้นบันทึกการใช้งาน", "Searched the audit"),
    "audit_exported": Title("ส่งออกบันทึกการใช้งาน", "Exported the audit"),
    "audit_verified": Title("ตรวจบันทึกการใช้งาน", "Verified the audit"),
}
TARGETS: Final[dict[str, Title]] = {
    "account": Title("บัญชี", "Account"),
    "area": Title("พื้นที่", "Area"),
    "boundaries": Title("ขอบเขต", "Boundaries"),
    "household": Title("ครัวเรือน", "Household"),
    "households": Title("ครัวเรือนหลายหลัง", "Households"),
    "import": Title("การนำเข้า", "Import"),
    "invitation": Title("คำเชิญ", "Invitation"),
    "job": Title("งานเบื้องหลัง", "Background work"),
    "pair": Title("คู่ระเบียน", "Pair of records"),
    "person": Title("บุคคล", "Person"),
    "publication": Title("รุ่นข้อมูล", "Version"),
    "search": Title("การค้นหา", "Search"),
    "table": Title("ตาราง", "Table"),
    "token": Title("โทเคน", "Token"),
    "what_if": Title("การลองเกณฑ์", "What-if"),
}


def target_title(kind: str) -> Title:
    """What a kind of target is called; one that is not known is called by its name."""
    return TARGETS.get(kind, Title(kind, kind))


def action_title(action: str) -> Title:
    """What an action is called; one that is no longer known is called by its name."""
    return ACTIONS.get(action, Title(action, action))
