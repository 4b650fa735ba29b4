"""The schemes of secondment the rules were drawn from: what each is called, in three languages.

They are named by what they are, not by where they were found.
"""

from __future__ import annotations

from collections.abc import Mapping


def _named(zh: str, vi: str, en: str) -> Mapping[str, str]:
    return {"zh": zh, "vi": vi, "en": en}


SCHEMES: Mapping[str, Mapping[str, str]] = {
    "S01": _named(
        "机关干部下派基层队所锻炼",
        "Đưa cán bộ cơ quan về đội, trạm cơ sở rèn luyện",
        "Office cadres sent to grassroots squads",
    ),
    "S02": _named(
        "公开选派年轻干部到乡镇挂职",
        "Tuyển chọn công khai cán bộ trẻ về xã",
        "Young cadres openly selected for townships",
    ),
    "S03": _named(
        "城区双向挂职",
        "Biệt phái hai chiều trong đô thị",
        "Two-way secondment in a city",
    ),
    "S04": _named(
        "中小学校长后备干部到名校挂职",
        "Hiệu trưởng dự nguồn học tập ở trường có tiếng",
        "Future principals placed in well-known schools",
    ),
    "S05": _named(
        "乡镇干部上挂县直部门",
        "Cán bộ xã lên phòng, ban huyện",
        "Township cadres seconded up to county offices",
    ),
    "S06": _named(
        "村镇规划建设指导员",
        "Cán bộ hướng dẫn quy hoạch, xây dựng nông thôn",
        "Instructors for village planning and building",
    ),
    "S07": _named(
        "科技特派员",
        "Đặc phái viên khoa học – công nghệ",
        "Science and technology commissioners",
    ),
    "S08": _named(
        "联校办学校区间交流",
        "Trao đổi giữa các điểm trường của một trường",
        "Exchange between campuses of one school",
    ),
    "S09": _named("学区联片管理", "Quản lý trường theo cụm", "Schools run in clusters"),
    "S10": _named("教师支教补充", "Tăng cường giáo viên", "Teachers sent where they are short"),
    "S11": _named(
        "毕业生到基层服务",
        "Sinh viên tốt nghiệp về cơ sở",
        "Graduates serving at the grassroots",
    ),
    "S12": _named(
        "媒体人才外派内挂",
        "Nhân lực báo chí đi học tập ở nơi khác",
        "Media staff placed inside and outside",
    ),
    "S13": _named(
        "工会系统上下挂职",
        "Biệt phái trong hệ thống công đoàn",
        "Secondment within the trade unions",
    ),
    "S14": _named(
        "部门干部挂任镇领导",
        "Cán bộ ngành về làm lãnh đạo xã",
        "Bureau cadres in township leadership",
    ),
    "S15": _named(
        "党校教师挂职三方管理",
        "Giảng viên trường đảng, ba bên cùng quản lý",
        "Party-school staff managed by three parties",
    ),
    "S16": _named(
        "党校教师挂任镇党委副书记",
        "Giảng viên trường đảng làm phó bí thư đảng ủy xã",
        "Party-school staff as deputy secretaries",
    ),
    "S17": _named(
        "机关和医院人员到社区挂职",
        "Người của cơ quan, bệnh viện về khu phố",
        "Office and hospital staff in communities",
    ),
    "S18": _named(
        "社区干部到先进社区学习",
        "Cán bộ khu phố học ở nơi tiên tiến",
        "Community cadres learning in model communities",
    ),
    "S19": _named(
        "社区中心干部到居委会挂职",
        "Cán bộ trung tâm về tổ dân phố",
        "Centre cadres in residents' committees",
    ),
    "S20": _named(
        "社区干部到开发区挂职、编组活动",
        "Cán bộ khu phố về khu công nghệ, sinh hoạt theo tổ",
        "Community cadres in a development zone, in groups",
    ),
    "S21": _named(
        "高校教师到群团组织挂职",
        "Giảng viên đại học về đoàn thể",
        "University staff in mass organisations",
    ),
    "S22": _named(
        "高校青年干部到乡镇挂职",
        "Cán bộ trẻ của trường đại học về xã",
        "Young university cadres in townships",
    ),
    "S23": _named(
        "跨省短期挂职", "Biệt phái ngắn hạn liên tỉnh", "Short secondment across provinces"
    ),
    "S24": _named(
        "到发达地区挂任镇长",
        "Làm chủ tịch xã ở vùng phát triển",
        "Township heads in developed regions",
    ),
    "S25": _named(
        "社区干部管理和关爱", "Quản lý, chăm lo cán bộ khu phố", "Care for community cadres"
    ),
    "S26": _named(
        "选调生到街道",
        "Sinh viên tuyển chọn về phường",
        "Selected graduates in subdistricts",
    ),
    "S27": _named(
        "县直干部上挂市直部门",
        "Cán bộ huyện lên cơ quan thành phố",
        "County cadres seconded up to city offices",
    ),
    "S28": _named(
        "越南干部轮换任职",
        "Luân chuyển cán bộ ở Việt Nam",
        "Rotation of cadres in Viet Nam",
    ),
}
"""Number → language → name.

Source: the schemes behind the demo register, one programme each.
"""
